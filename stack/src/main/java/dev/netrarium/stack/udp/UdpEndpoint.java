package dev.netrarium.stack.udp;

import dev.netrarium.stack.Errno;
import dev.netrarium.stack.Readiness;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** One UDP socket. */
public final class UdpEndpoint extends Readiness {
    private final Endpoint local;

    UdpEndpoint(Endpoint local) {
        this.local = local;
    }

    public Endpoint local() {
        return local;
    }

    public @Nullable Endpoint remote() {
        throw new UnsupportedOperationException();
    }

    public UdpSettings settings() {
        throw new UnsupportedOperationException();
    }

    public void configure(UdpSettings changed) {
        throw new UnsupportedOperationException();
    }

    public void connect(Endpoint remote) throws UdpException {
        throw new UnsupportedOperationException();
    }

    public void disconnect() {
        throw new UnsupportedOperationException();
    }

    public void join(IpAddress group, int interfaceIndex) throws UdpException {
        throw new UnsupportedOperationException();
    }

    public void leave(IpAddress group, int interfaceIndex) throws UdpException {
        throw new UnsupportedOperationException();
    }

    public void send(long now, byte[] b, int at, int length, @Nullable Endpoint to) throws UdpException {
        throw new UnsupportedOperationException();
    }

    public boolean receive(UdpDatagram into) {
        throw new UnsupportedOperationException();
    }

    public boolean peek(UdpDatagram into) {
        throw new UnsupportedOperationException();
    }

    public @Nullable Errno takeError() {
        throw new UnsupportedOperationException();
    }

    public @Nullable UdpError receiveError() {
        throw new UnsupportedOperationException();
    }

    public void close(long now) {
        throw new UnsupportedOperationException();
    }
}
