package dev.netrarium.sockets;

import dev.netrarium.stack.Resolver;
import dev.netrarium.stack.sockets.HostSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code java.net} sockets that live on a Netrarium host: for libraries that take a {@link SocketFactory}, such as
 * HTTP clients and database drivers. No kernel socket is opened; names are resolved by the host.
 */
public final class NetrariumSocketFactory extends SocketFactory {
    private final HostFace face;

    /**
     * @param sockets the host's
     * @param resolver turns names into addresses; called without the loop's baton
     */
    public NetrariumSocketFactory(HostSockets sockets, Resolver resolver) {
        this.face = new HostFace(sockets, resolver);
    }

    /** A socket that is not connected yet. */
    @Override
    public Socket createSocket() throws SocketException {
        return new NetrariumSocket(face);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(InetSocketAddress.createUnresolved(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(InetSocketAddress.createUnresolved(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    private Socket connected(SocketAddress target, @Nullable SocketAddress local) throws IOException {
        Socket socket = createSocket();
        try {
            if (local != null) {
                socket.bind(local);
            }
            socket.connect(target);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
