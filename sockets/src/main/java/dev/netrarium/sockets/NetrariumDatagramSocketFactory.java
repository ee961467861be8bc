package dev.netrarium.sockets;

import dev.netrarium.stack.Resolver;
import dev.netrarium.stack.sockets.HostSockets;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code java.net} datagram sockets that live on a Netrarium host: for libraries that take a socket, such as QUIC
 * implementations. No kernel socket is opened.
 */
public final class NetrariumDatagramSocketFactory {
    private final HostFace face;

    /**
     * @param sockets the host's
     * @param resolver turns names into addresses
     */
    public NetrariumDatagramSocketFactory(HostSockets sockets, Resolver resolver) {
        this.face = new HostFace(sockets, resolver);
    }

    /** A socket on a port of the host's choice, on all addresses. */
    public DatagramSocket createDatagramSocket() throws SocketException {
        return createDatagramSocket(0);
    }

    /** A socket on a port, on all addresses. */
    public DatagramSocket createDatagramSocket(int port) throws SocketException {
        return createDatagramSocket(new InetSocketAddress(port));
    }

    /**
     * A socket bound to an address.
     *
     * @param local null leaves it unbound
     */
    public DatagramSocket createDatagramSocket(@Nullable SocketAddress local) throws SocketException {
        DatagramSocket socket = new NetrariumDatagramSocket(face);
        if (local == null) {
            return socket;
        }
        try {
            socket.bind(local);
            return socket;
        } catch (SocketException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
