package dev.netrarium.stack.sockets;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.Loop;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The blocking sockets of one host. */
public final class HostSockets {
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

    public TcpSocket connect(Endpoint remote) throws IOException {
        throw new UnsupportedOperationException();
    }

    public TcpSocket connect(
            @Nullable Endpoint local, Endpoint remote, TcpSettings settings, @Nullable Duration timeout)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    public TcpServerSocket listen(int port) throws IOException {
        throw new UnsupportedOperationException();
    }

    public TcpServerSocket listen(Endpoint local, int backlog, TcpSettings settings) throws IOException {
        throw new UnsupportedOperationException();
    }

    public UdpSocket udp(int port) throws IOException {
        throw new UnsupportedOperationException();
    }

    public UdpSocket udp(Endpoint local, UdpSettings settings) throws IOException {
        throw new UnsupportedOperationException();
    }

    public EchoSocket echo(IpFamily family) throws IOException {
        throw new UnsupportedOperationException();
    }

    public RawSocket raw(IpFamily family, int ipProtocol) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Lets the loop's time pass. */
    public void sleep(Duration duration) throws InterruptedIOException {
        throw new UnsupportedOperationException();
    }
}
