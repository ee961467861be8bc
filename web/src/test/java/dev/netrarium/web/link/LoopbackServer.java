package dev.netrarium.web.link;

import dev.netrarium.web.SocketByteLink;
import dev.netrarium.web.server.Http1Server;
import dev.netrarium.web.server.HttpHandler;
import dev.netrarium.web.server.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Our server on a port of the kernel's loopback interface, one thread per connection. */
public final class LoopbackServer implements AutoCloseable {
    private static final long JOIN_MILLIS = 10_000;

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Http1Server.Served> served = new CopyOnWriteArrayList<>();
    private final Http1Server server;
    private final HttpHandler handler;

    public LoopbackServer(HttpServerOptions options, HttpHandler handler) throws IOException {
        this(InetAddress.getByName("127.0.0.1"), options, handler);
    }

    public LoopbackServer(InetAddress address, HttpServerOptions options, HttpHandler handler) throws IOException {
        this.listener = new ServerSocket(0, 50, address);
        this.server = new Http1Server(options, SocketByteLink.epoch());
        this.handler = handler;
        threads.add(Thread.ofVirtual().start(this::accept));
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                SocketByteLink link = new SocketByteLink(socket);
                threads.add(Thread.ofVirtual().start(() -> served.add(server.serve(link, handler))));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new AssertionError(e);
            }
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** A URL of this server. */
    public String url(String path) {
        String address = listener.getInetAddress().getHostAddress();
        return "http://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port() + path;
    }

    /** How many connections there were. */
    public int connections() {
        return sockets.size();
    }

    /** Ends everything, and says what became of each connection. */
    public List<Http1Server.Served> end() throws Exception {
        listener.close();
        threads.getFirst().join(JOIN_MILLIS);
        for (Socket socket : sockets) {
            socket.close();
        }
        for (Thread thread : threads) {
            thread.join(JOIN_MILLIS);
            if (thread.isAlive()) {
                throw new AssertionError("a connection did not end");
            }
        }
        return new ArrayList<>(served);
    }

    @Override
    public void close() throws Exception {
        end();
    }
}
