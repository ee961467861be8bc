package dev.netrarium.internet.programs;

import dev.netrarium.internet.TcpByteLink;
import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.web.server.Http1Server;
import dev.netrarium.web.server.HttpHandler;
import dev.netrarium.web.server.HttpServerOptions;
import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramContext;
import java.io.InterruptedIOException;

/** A web server on a host of a world: a listener, and a program of its own for each connection. */
public final class WebServer implements Program {
    private final int port;
    private final HttpHandler handler;

    /**
     * @param port where it listens, on every address of the host, both families
     * @param handler answers the requests
     */
    public WebServer(int port, HttpHandler handler) {
        this.port = port;
        this.handler = handler;
    }

    @Override
    public void run(ProgramContext context) throws Exception {
        Http1Server server =
                new Http1Server(HttpServerOptions.defaults(), context.world().epoch());
        try (TcpServerSocket listener = context.sockets().listen(port)) {
            for (long number = 1; ; number++) {
                TcpSocket socket = listener.accept();
                context.start("web-" + number, _ -> {
                    try (TcpByteLink link = new TcpByteLink(socket, context::now)) {
                        server.serve(link, handler);
                    }
                });
            }
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt(); // asked to end
        }
    }
}
