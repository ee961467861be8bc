package dev.netrarium.stack.sockets;

import dev.netrarium.stack.udp.UdpEndpoint;
import dev.netrarium.stack.udp.UdpError;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A blocking UDP socket. */
public final class UdpSocket implements Closeable {
    UdpSocket() {}

    public Endpoint local() {
        throw new UnsupportedOperationException();
    }

    public @Nullable Endpoint remote() {
        throw new UnsupportedOperationException();
    }

    public void connect(Endpoint remote) throws IOException {
        throw new UnsupportedOperationException();
    }

    public void disconnect() {
        throw new UnsupportedOperationException();
    }

    /** Sends to the connected peer. */
    public void send(byte[] b, int at, int length) throws IOException {
        throw new UnsupportedOperationException();
    }

    public void send(byte[] b, int at, int length, Endpoint to) throws IOException {
        throw new UnsupportedOperationException();
    }

    public Datagram receive(long deadlineNanos) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The next ICMP error, when {@link UdpSettings#receiveErrors} is set; null when none came before the deadline. */
    public @Nullable UdpError receiveError(long deadlineNanos) throws IOException {
        throw new UnsupportedOperationException();
    }

    public void join(IpAddress group, int interfaceIndex) throws IOException {
        throw new UnsupportedOperationException();
    }

    public void leave(IpAddress group, int interfaceIndex) throws IOException {
        throw new UnsupportedOperationException();
    }

    public UdpSettings settings() {
        throw new UnsupportedOperationException();
    }

    public void settings(UdpSettings changed) {
        throw new UnsupportedOperationException();
    }

    public UdpEndpoint endpoint() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
