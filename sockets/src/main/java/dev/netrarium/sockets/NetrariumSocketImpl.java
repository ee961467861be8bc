package dev.netrarium.sockets;

import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.stack.tcp.TcpBinding;
import dev.netrarium.stack.tcp.TcpConfig;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.Ipv4Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is below a {@code java.net.Socket} or {@code ServerSocket} of a Netrarium host, in the place where the JDK has its
 * own for the kernel. Classes and texts of exceptions are the JDK's.
 *
 * <p>An interrupt of a blocked thread closes the socket, as the JDK does for virtual threads; it does so for platform
 * threads too, since a world ends its programs by interrupting them.
 */
final class NetrariumSocketImpl extends SocketImpl {
    private static final int DEFAULT_BACKLOG = 50;

    private final HostFace face;
    private final boolean server;

    // Guarded by this; no call that waits is made while holding it.
    private TcpSettings settings;
    private @Nullable TcpBinding binding;
    private @Nullable TcpSocket socket;
    private @Nullable TcpServerSocket listener;
    private boolean closed;
    private boolean inputShut;
    private int timeoutMillis;

    NetrariumSocketImpl(HostFace face, boolean server) {
        this.face = face;
        this.server = server;
        this.settings = TcpSettings.DEFAULT.withReuseAddress(server); // the JDK's default on Unix
    }

    @Override
    protected void create(boolean stream) throws IOException {
        if (!stream) {
            throw new IOException("Datagram socket not supported");
        }
    }

    @Override
    protected void connect(String host, int port) throws IOException {
        connect(new InetSocketAddress(face.resolve(host), port), 0);
    }

    @Override
    protected void connect(InetAddress target, int port) throws IOException {
        connect(new InetSocketAddress(target, port), 0);
    }

    @Override
    protected void connect(SocketAddress target, int millis) throws IOException {
        if (!(target instanceof InetSocketAddress internet)) {
            throw new IllegalArgumentException("Unsupported address type");
        }
        if (internet.isUnresolved()) {
            close();
            throw new UnknownHostException(internet.getHostName());
        }
        try {
            TcpSocket connecting;
            synchronized (this) {
                ensureOpen();
                TcpBinding from = binding;
                binding = null;
                connecting = face.sockets().startConnect(from, face.remote(internet), settings);
                socket = connecting;
            }
            address = internet.getAddress();
            port = internet.getPort();
            connecting.awaitEstablished(millis == 0 ? null : Duration.ofMillis(millis));
            localport = connecting.local().port();
        } catch (IOException e) {
            close();
            throw asInJdk(e);
        }
    }

    @Override
    protected void bind(InetAddress host, int wantedPort) throws IOException {
        synchronized (this) {
            ensureOpen();
            if (binding != null || socket != null || listener != null) {
                throw new SocketException("Socket already bound");
            }
            TcpBinding bound = face.sockets().bind(face.local(host, wantedPort), settings);
            binding = bound;
            address = host;
            localport = bound.local().port();
        }
    }

    @Override
    protected void listen(int backlog) throws IOException {
        synchronized (this) {
            ensureOpen();
            TcpBinding bound = binding;
            if (bound == null) {
                throw new SocketException("Socket is not bound");
            }
            binding = null;
            listener = face.sockets().listen(bound, backlog < 1 ? DEFAULT_BACKLOG : backlog, settings);
        }
    }

    @Override
    protected void accept(SocketImpl into) throws IOException {
        TcpServerSocket listening;
        Duration timeout;
        synchronized (this) {
            ensureOpen();
            listening = listener;
            timeout = timeout();
        }
        if (listening == null) {
            throw new SocketException("Not listening");
        }
        try {
            ((NetrariumSocketImpl) into).adopt(listening.accept(timeout));
        } catch (IOException e) {
            throw closedIfInterrupted(e);
        }
    }

    private void adopt(TcpSocket accepted) {
        synchronized (this) {
            socket = accepted;
            settings = accepted.settings();
        }
        address = face.address(accepted.remote());
        port = accepted.remote().port();
        localport = accepted.local().port();
    }

    @Override
    protected InputStream getInputStream() {
        return new Input();
    }

    @Override
    protected OutputStream getOutputStream() {
        return new Output();
    }

    @Override
    protected int available() throws IOException {
        synchronized (this) {
            ensureOpen();
            if (inputShut) {
                return 0;
            }
        }
        return connected().available();
    }

    @Override
    protected void close() {
        TcpBinding bound;
        TcpSocket open;
        TcpServerSocket listening;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            bound = binding;
            open = socket;
            listening = listener;
        }
        if (bound != null) {
            face.sockets().release(bound);
        }
        if (open != null) {
            open.close();
        }
        if (listening != null) {
            listening.close();
        }
    }

    @Override
    protected void shutdownInput() throws IOException {
        TcpSocket open = connected();
        synchronized (this) {
            ensureOpen();
            inputShut = true;
        }
        open.shutdownInput();
    }

    @Override
    protected void shutdownOutput() throws IOException {
        connected().shutdownOutput();
    }

    @Override
    protected boolean supportsUrgentData() {
        return false;
    }

    @Override
    protected void sendUrgentData(int data) throws SocketException {
        throw new SocketException("Urgent data not supported");
    }

    @Override
    public void setOption(int option, Object value) throws SocketException {
        synchronized (this) {
            ensureOpen();
            if (option == SocketOptions.SO_TIMEOUT) {
                int millis = (Integer) value;
                if (millis < 0) {
                    throw new IllegalArgumentException("timeout < 0");
                }
                timeoutMillis = millis;
                return;
            }
            if (option == SocketOptions.SO_OOBINLINE) {
                return; // there is no urgent data that could come in line
            }
            change(TcpOptions.set(settings, option, value), "option " + option);
        }
    }

    @Override
    public Object getOption(int option) throws SocketException {
        synchronized (this) {
            ensureOpen();
            if (option == SocketOptions.SO_TIMEOUT) {
                return timeoutMillis;
            }
            if (option == SocketOptions.SO_OOBINLINE) {
                return false;
            }
            if (option == SocketOptions.SO_BINDADDR) {
                return localAddress();
            }
            Object value = TcpOptions.get(settings, config(), option);
            if (value == null) {
                throw new SocketException("Unknown option " + option);
            }
            return value;
        }
    }

    @Override
    protected <T> void setOption(SocketOption<T> option, T value) throws IOException {
        if (!supportedOptions().contains(option)) {
            throw new UnsupportedOperationException("'" + option + "' not supported");
        }
        if (!option.type().isInstance(value)) {
            throw new IllegalArgumentException("Invalid value '" + value + "'");
        }
        synchronized (this) {
            ensureOpen();
            change(TcpOptions.set(settings, option, value), option.name());
        }
    }

    @Override
    protected <T> T getOption(SocketOption<T> option) throws IOException {
        if (!supportedOptions().contains(option)) {
            throw new UnsupportedOperationException("'" + option + "' not supported");
        }
        synchronized (this) {
            ensureOpen();
            Object value =
                    Objects.requireNonNull(TcpOptions.get(settings, config(), option)); // supported, as was asked
            return option.type().cast(value);
        }
    }

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        return server ? TcpOptions.FOR_SERVERS : TcpOptions.FOR_CONNECTIONS;
    }

    /** Takes changed settings over; baton not held, this held. */
    private void change(@Nullable TcpSettings changed, String option) throws SocketException {
        if (changed == null) {
            throw new SocketException("Unknown " + option);
        }
        settings = changed;
        if (socket != null) {
            socket.settings(changed);
        }
        if (listener != null) {
            listener.settings(changed);
        }
    }

    private TcpConfig config() {
        return face.sockets().host().tcp().config();
    }

    private InetAddress localAddress() {
        TcpSocket open = socket;
        if (open != null) {
            return face.address(open.local());
        }
        return binding != null || listener != null ? address : face.address(Endpoint.of(Ipv4Address.ANY, 0));
    }

    private @Nullable Duration timeout() {
        return timeoutMillis == 0 ? null : Duration.ofMillis(timeoutMillis);
    }

    private TcpSocket connected() throws SocketException {
        synchronized (this) {
            ensureOpen();
            TcpSocket open = socket;
            if (open == null) {
                throw new SocketException("Not connected");
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
        }
        return asInJdk(e);
    }

    private static IOException asInJdk(IOException e) {
        if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
            SocketException byInterrupt = new SocketException("Closed by interrupt");
            byInterrupt.initCause(e);
            return byInterrupt;
        }
        return e;
    }

    /** What {@code Socket} gives its programs, checks of its own around it. */
    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int at, int length) throws IOException {
            Objects.checkFromIndexSize(at, length, b.length);
            TcpSocket open = connected();
            Duration timeout;
            synchronized (NetrariumSocketImpl.this) {
                if (inputShut) {
                    return -1;
                }
                timeout = timeout();
            }
            try {
                return open.readWithin(timeout, b, at, length);
            } catch (IOException e) {
                throw closedIfInterrupted(e);
            }
        }

        @Override
        public int available() throws IOException {
            return NetrariumSocketImpl.this.available();
        }

        @Override
        public void close() {
            NetrariumSocketImpl.this.close();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int at, int length) throws IOException {
            try {
                connected().write(b, at, length);
            } catch (IOException e) {
                throw closedIfInterrupted(e);
            }
        }

        @Override
        public void close() {
            NetrariumSocketImpl.this.close();
        }
    }
}
