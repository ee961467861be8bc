package dev.netrarium.stack.sockets;

import dev.netrarium.wire.IpAddress;
import java.io.Closeable;
import java.io.IOException;

/** Sends and receives the packets of one IP protocol. */
public final class RawSocket implements Closeable {
    RawSocket() {}

    public void send(byte[] b, int at, int length, IpAddress to) throws IOException {
        throw new UnsupportedOperationException();
    }

    public RawDatagram receive(long deadlineNanos) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
