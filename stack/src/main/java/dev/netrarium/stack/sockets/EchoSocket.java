package dev.netrarium.stack.sockets;

import dev.netrarium.wire.IpAddress;
import java.io.Closeable;
import java.io.IOException;

/** Sends echo requests and receives what comes of them: what ping and traceroute need. */
public final class EchoSocket implements Closeable {
    EchoSocket() {}

    /** The identifier in the requests. */
    public int identifier() {
        throw new UnsupportedOperationException();
    }

    public void send(IpAddress to, int sequence, byte[] data) throws IOException {
        throw new UnsupportedOperationException();
    }

    public EchoAnswer receive(long deadlineNanos) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** TTL or hop limit of the requests that follow, 1 to 255. */
    public void timeToLive(int hops) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
