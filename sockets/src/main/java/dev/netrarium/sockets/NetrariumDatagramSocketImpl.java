package dev.netrarium.sockets;

import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.sockets.Datagram;
import dev.netrarium.stack.sockets.UdpSocket;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.Ipv4Address;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocketImpl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is below a {@code java.net.DatagramSocket} of a Netrarium host. Classes and texts of exceptions are the JDK's; an
 * interrupt of a blocked thread closes the socket, as in {@link NetrariumSocketImpl}.
 */
final class NetrariumDatagramSocketImpl extends DatagramSocketImpl {
    /** How much a packet takes, and the length that was put into it last. */
    private record Room(int capacity, int length) {}

    private final HostFace face;

    /**
     * {@link DatagramPacket#setLength} shrinks what a packet takes from then on, and the JDK has a way around it that is
     * its own; so the capacity of packets that are used again is remembered here.
     */
    private final Map<DatagramPacket, Room> rooms = new WeakHashMap<>();

    // Guarded by this; no call that waits is made while holding it.
    private UdpSettings settings = UdpSettings.DEFAULT.withBroadcast(true); // the JDK's default
    private @Nullable UdpSocket socket;
    private @Nullable InetAddress boundTo;
    private boolean closed;
    private int timeoutMillis;

    NetrariumDatagramSocketImpl(HostFace face) {
        this.face = face;
    }

    @Override
    protected void create() {}

    @Override
    protected void bind(int port, InetAddress address) throws SocketException {
        synchronized (this) {
            ensureOpen();
            try {
                UdpSocket bound = face.sockets().udp(face.local(address, port), settings);
                socket = bound;
                localPort = bound.local().port();
                boundTo = address;
            } catch (SocketException e) {
                throw e;
            } catch (IOException e) {
                throw asSocketException(e);
            }
        }
    }

    @Override
    protected void send(DatagramPacket packet) throws IOException {
        InetSocketAddress target = (InetSocketAddress) packet.getSocketAddress();
        UdpSocket open = open();
        try {
            open.send(packet.getData(), packet.getOffset(), packet.getLength(), face.remote(target));
        } catch (SocketException e) {
            // The JDK writes to a connected socket as to a file, whose errors are plain ones.
            throw e.getClass() == SocketException.class && !isClosed() && open.remote() != null
                    ? new IOException(e.getMessage(), e)
                    : asInJdk(e);
        } catch (IOException e) {
            throw closedIfInterrupted(e);
        }
    }

    @Override
    protected void receive(DatagramPacket packet) throws IOException {
        put(next(false), packet);
    }

    @Override
    protected int peek(InetAddress ignored) throws IOException {
        return next(true).from().port();
    }

    @Override
    protected int peekData(DatagramPacket packet) throws IOException {
        Datagram datagram = next(true);
        put(datagram, packet);
        return datagram.from().port();
    }

    @Override
    protected void connect(InetAddress address, int port) throws SocketException {
        try {
            open().connect(face.remote(new InetSocketAddress(address, port)));
        } catch (IOException e) {
            throw asSocketException(e);
        }
    }

    @Override
    protected void disconnect() {
        UdpSocket open;
        synchronized (this) {
            open = socket;
        }
        if (open != null) {
            open.disconnect();
        }
    }

    @Override
    @SuppressWarnings("removal") // the abstract method that it implements
    protected void setTTL(byte hops) throws IOException {
        setTimeToLive(hops & 0xff);
    }

    @Override
    @SuppressWarnings("removal") // the abstract method that it implements
    protected byte getTTL() throws IOException {
        return (byte) getTimeToLive();
    }

    @Override
    protected void setTimeToLive(int hops) throws IOException {
        synchronized (this) {
            change(settings.withMulticastTimeToLive(hops), "TTL");
        }
    }

    @Override
    protected int getTimeToLive() throws IOException {
        synchronized (this) {
            ensureOpen();
            return settings.multicastTimeToLive();
        }
    }

    @Override
    protected void join(InetAddress group) throws IOException {
        open().join(IpAddress.of(group), 0);
    }

    @Override
    protected void leave(InetAddress group) throws IOException {
        open().leave(IpAddress.of(group), 0);
    }

    @Override
    protected void joinGroup(SocketAddress group, @Nullable NetworkInterface by) throws IOException {
        open().join(IpAddress.of(((InetSocketAddress) group).getAddress()), index(by));
    }

    @Override
    protected void leaveGroup(SocketAddress group, @Nullable NetworkInterface by) throws IOException {
        open().leave(IpAddress.of(((InetSocketAddress) group).getAddress()), index(by));
    }

    @Override
    protected void close() {
        UdpSocket open;
        synchronized (this) {
            closed = true;
            open = socket;
        }
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void setOption(int option, Object value) throws SocketException {
        synchronized (this) {
            ensureOpen();
            if (option == SocketOptions.SO_TIMEOUT) {
                timeoutMillis = (Integer) value;
                return;
            }
            change(UdpOptions.set(settings, option, value), "option " + option);
        }
    }

    @Override
    public Object getOption(int option) throws SocketException {
        synchronized (this) {
            ensureOpen();
            if (option == SocketOptions.SO_TIMEOUT) {
                return timeoutMillis;
            }
            if (option == SocketOptions.SO_BINDADDR) {
                return localAddress();
            }
            Object value = UdpOptions.get(settings, option);
            if (value == null) {
                throw new SocketException("Unknown option " + option);
            }
            return value;
        }
    }

    @Override
    protected <T> void setOption(SocketOption<T> option, T value) throws IOException {
        synchronized (this) {
            ensureOpen();
            UdpSettings changed = UdpOptions.set(settings, option, value);
            if (changed == null) {
                throw new UnsupportedOperationException("'" + option + "' not supported");
            }
            change(changed, option.name());
        }
    }

    @Override
    protected <T> T getOption(SocketOption<T> option) throws IOException {
        synchronized (this) {
            ensureOpen();
            Object value = UdpOptions.get(settings, option);
            if (value == null) {
                throw new UnsupportedOperationException("'" + option + "' not supported");
            }
            return option.type().cast(value);
        }
    }

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        return UdpOptions.SUPPORTED;
    }

    private void change(@Nullable UdpSettings changed, String option) throws SocketException {
        ensureOpen();
        if (changed == null) {
            throw new SocketException("Unknown " + option);
        }
        settings = changed;
        if (socket != null) {
            socket.settings(changed);
        }
    }

    /** The address bound; while connected, the one that datagrams are sent from. */
    private InetAddress localAddress() {
        UdpSocket open = socket;
        InetAddress asked = boundTo;
        if (open != null && (asked == null || !asked.isAnyLocalAddress() || open.remote() != null)) {
            return face.address(open.local());
        }
        return asked == null ? Ipv4Address.ANY.toInetAddress() : asked;
    }

    private Datagram next(boolean peek) throws IOException {
        UdpSocket open = open();
        Duration timeout;
        synchronized (this) {
            timeout = timeoutMillis == 0 ? null : Duration.ofMillis(timeoutMillis);
        }
        try {
            return peek ? open.peekWithin(timeout) : open.receiveWithin(timeout);
        } catch (IOException e) {
            throw closedIfInterrupted(e);
        }
    }

    private void put(Datagram datagram, DatagramPacket packet) {
        int capacity = packet.getLength();
        synchronized (rooms) {
            Room before = rooms.get(packet);
            if (before != null && before.length == capacity) {
                capacity = Math.min(before.capacity, packet.getData().length - packet.getOffset());
            }
            int length = Math.min(capacity, datagram.bytes().length);
            System.arraycopy(datagram.bytes(), 0, packet.getData(), packet.getOffset(), length);
            packet.setLength(length);
            rooms.put(packet, new Room(capacity, length));
        }
        packet.setSocketAddress(face.socketAddress(datagram.from()));
    }

    private int index(@Nullable NetworkInterface by) throws SocketException {
        if (by == null) {
            return 0;
        }
        NetInterface named = face.sockets().host().interfaceNamed(by.getName());
        if (named == null) {
            throw new SocketException("the host has no interface " + by.getName());
        }
        return named.index();
    }

    private UdpSocket open() throws SocketException {
        synchronized (this) {
            ensureOpen();
            UdpSocket open = socket;
            if (open == null) {
                throw new SocketException("Socket is not bound");
            }
            return open;
        }
    }

    private void ensureOpen() throws SocketException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
    }

    private IOException closedIfInterrupted(IOException e) {
        if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
            close();
            SocketException byInterrupt = new SocketException("Closed by interrupt");
            byInterrupt.initCause(e);
            return byInterrupt;
        }
        return asInJdk(e);
    }

    /** The JDK says no more than the class says. */
    private static IOException asInJdk(IOException e) {
        return e instanceof PortUnreachableException ? new PortUnreachableException() : e;
    }

    private boolean isClosed() {
        synchronized (this) {
            return closed;
        }
    }

    private static SocketException asSocketException(IOException e) {
        if (e instanceof SocketException socket) {
            return socket;
        }
        SocketException wrapped = new SocketException(e.getMessage());
        wrapped.initCause(e);
        return wrapped;
    }
}
