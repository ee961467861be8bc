package dev.netrarium.sockets;

import dev.netrarium.stack.Resolver;
import dev.netrarium.stack.sockets.HostSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes {@code java.net} server sockets that listen on a Netrarium host. No kernel socket is opened. */
public final class NetrariumServerSocketFactory extends ServerSocketFactory {
    private static final int DEFAULT_BACKLOG = 50;

    private final HostFace face;

    /**
     * @param sockets the host's
     * @param resolver turns names into addresses, for the sockets that are accepted
     */
    public NetrariumServerSocketFactory(HostSockets sockets, Resolver resolver) {
        this.face = new HostFace(sockets, resolver);
    }

    /** A server socket that is not bound yet. */
    @Override
    public ServerSocket createServerSocket() {
        return new NetrariumServerSocket(face);
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, DEFAULT_BACKLOG, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, null);
    }

    /**
     * @param address where to listen; null for all addresses of both families
     */
    @Override
    public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address) throws IOException {
        ServerSocket socket = createServerSocket();
        try {
            socket.bind(new InetSocketAddress(address, port), backlog);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
