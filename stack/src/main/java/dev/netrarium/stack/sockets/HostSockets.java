package dev.netrarium.stack.sockets;

import dev.netrarium.stack.EchoEndpoint;
import dev.netrarium.stack.Errno;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.Loop;
import dev.netrarium.stack.RawEndpoint;
import dev.netrarium.stack.Waiter;
import dev.netrarium.stack.tcp.TcpBinding;
import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.stack.udp.UdpEndpoint;
import dev.netrarium.stack.udp.UdpException;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv6Address;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The blocking sockets of one host. All times are the loop's: in a virtual world a call that waits lets virtual time
 * pass.
 *
 * <p>Calls that block end with {@link InterruptedIOException} when their thread is interrupted, and with
 * {@link SocketException} "Socket closed" when another thread closes the socket.
 */
public final class HostSockets {
    /** Linux's somaxconn, as servers take it that do not choose: a burst of a thousand clients is not put off. */
    private static final int DEFAULT_BACKLOG = 4096;

    private final Host host;
    private final Loop loop;

    public HostSockets(Host host, Loop loop) {
        this.host = host;
        this.loop = loop;
    }

    public Host host() {
        return host;
    }

    public Loop loop() {
        return loop;
    }

    /** The loop's time {@code timeout} from now: a deadline for the calls that take one. */
    public long deadline(Duration timeout) {
        loop.enter();
        try {
            return Blocking.deadline(loop, timeout);
        } finally {
            loop.leave();
        }
    }

    /** Opens a connection; blocks until it is established, at most as long as TCP tries. */
    public TcpSocket connect(Endpoint remote) throws IOException {
        return connect(null, remote, TcpSettings.DEFAULT, null);
    }

    /**
     * Opens a connection.
     *
     * @param local where from; null, a wildcard address or port 0 let the host choose
     * @param timeout how long to wait, null for as long as TCP tries
     * @throws SocketTimeoutException when the time is over first
     * @throws IOException of the class and with the text that {@code java.net} has: {@code ConnectException: Connection
     *     refused}, {@code NoRouteToHostException: No route to host} …
     */
    public TcpSocket connect(
            @Nullable Endpoint local, Endpoint remote, TcpSettings settings, @Nullable Duration timeout)
            throws IOException {
        TcpBinding binding = null;
        if (local != null && (local.port() != 0 || !local.address().isUnspecified())) {
            binding = bind(local, settings);
        }
        TcpSocket socket = startConnect(binding, remote, settings);
        socket.awaitEstablished(timeout);
        return socket;
    }

    /**
     * Reserves a local address and port, for {@link #startConnect} or {@link #listen(TcpBinding, int, TcpSettings)}.
     *
     * @param local port 0 lets the host choose
     * @throws java.net.BindException when it is in use or not this host's
     */
    public TcpBinding bind(Endpoint local, TcpSettings settings) throws IOException {
        loop.enter();
        try {
            return host.tcp().bind(local, settings);
        } catch (TcpException e) {
            throw Blocking.errno(e.error()).toException();
        } finally {
            loop.leave();
        }
    }

    /** Gives up what was bound and neither connected nor listening. */
    public void release(TcpBinding binding) {
        loop.enter();
        try {
            binding.release();
        } finally {
            loop.leave();
        }
    }

    /**
     * Begins to open a connection and returns at once; {@link TcpSocket#awaitEstablished} waits for the outcome, and
     * closing the socket meanwhile ends it.
     *
     * @param binding where from, which is used up also when this fails; null lets the host choose
     */
    public TcpSocket startConnect(@Nullable TcpBinding binding, Endpoint remote, TcpSettings settings)
            throws IOException {
        Blocking turn = new Blocking(host, loop);
        turn.enter();
        try {
            TcpSettings zoned = zoned(settings, remote);
            TcpConnection connection = binding == null
                    ? host.tcp().connect(turn.now(), remote, zoned)
                    : host.tcp().connect(turn.now(), binding, remote, zoned);
            turn.poke();
            return new TcpSocket(turn, connection);
        } catch (IOException e) {
            if (binding != null) {
                binding.release();
            }
            throw e instanceof TcpException failed
                    ? Blocking.errno(failed.error()).toException()
                    : e;
        } finally {
            turn.leave();
        }
    }

    /** Listens on a port of all addresses, IPv6 and IPv4; port 0 lets the host choose. */
    public TcpServerSocket listen(int port) throws IOException {
        return listen(Endpoint.of(Ipv6Address.ANY, port), DEFAULT_BACKLOG, TcpSettings.DEFAULT.withReuseAddress(true));
    }

    /**
     * Listens.
     *
     * @param backlog connections that may wait to be accepted
     * @param settings what the listener and the connections that it accepts begin with
     */
    public TcpServerSocket listen(Endpoint local, int backlog, TcpSettings settings) throws IOException {
        TcpBinding binding = bind(local, settings);
        return listen(binding, backlog, settings);
    }

    /** Listens on what was bound, which is used up also when this fails. */
    public TcpServerSocket listen(TcpBinding binding, int backlog, TcpSettings settings) throws IOException {
        Blocking turn = new Blocking(host, loop);
        turn.enter();
        try {
            return new TcpServerSocket(turn, host.tcp().listen(binding, backlog, settings));
        } catch (TcpException e) {
            binding.release();
            throw Blocking.errno(e.error()).toException();
        } finally {
            turn.leave();
        }
    }

    /** Opens a UDP socket on a port of all addresses, IPv6 and IPv4; port 0 lets the host choose. */
    public UdpSocket udp(int port) throws IOException {
        return udp(Endpoint.of(Ipv6Address.ANY, port), UdpSettings.DEFAULT);
    }

    public UdpSocket udp(Endpoint local, UdpSettings settings) throws IOException {
        Blocking turn = new Blocking(host, loop);
        turn.enter();
        try {
            UdpEndpoint endpoint = host.udp().bind(local, settings);
            turn.poke();
            return new UdpSocket(turn, endpoint);
        } catch (UdpException e) {
            throw e.errno().toException();
        } finally {
            turn.leave();
        }
    }

    /** Opens a ping socket. */
    public EchoSocket echo(IpFamily family) throws IOException {
        Blocking turn = new Blocking(host, loop);
        turn.enter();
        try {
            EchoEndpoint endpoint = host.icmp().open(family);
            return new EchoSocket(turn, endpoint);
        } catch (IllegalStateException e) {
            throw new SocketException("no identifier is free: " + e.getMessage(), e);
        } finally {
            turn.leave();
        }
    }

    /**
     * Opens a raw socket.
     *
     * @param ipProtocol the protocol whose packets it sends and sees, 0 to 255
     */
    public RawSocket raw(IpFamily family, int ipProtocol) throws IOException {
        Blocking turn = new Blocking(host, loop);
        turn.enter();
        try {
            RawEndpoint endpoint = host.raw().open(family, ipProtocol);
            return new RawSocket(turn, endpoint);
        } finally {
            turn.leave();
        }
    }

    /** Lets the loop's time pass. */
    public void sleep(Duration duration) throws InterruptedIOException {
        loop.enter();
        try {
            Blocking.await(loop, new Waiter(), Blocking.deadline(loop, duration));
        } finally {
            loop.leave();
        }
    }

    /** A zone in the remote address says by which interface to leave (RFC 4007). */
    private TcpSettings zoned(TcpSettings settings, Endpoint remote) throws SocketException {
        if (remote.zone().isEmpty() || settings.interfaceIndex() != 0) {
            return settings;
        }
        int index = host.network().interfaceIndex(remote.zone());
        if (index == 0) {
            throw new SocketException(Errno.ENODEV.text() + ": " + remote.zone());
        }
        return settings.withInterfaceIndex(index);
    }
}
