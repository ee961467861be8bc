package dev.netrarium.internet;

import dev.netrarium.stack.Timer;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.web.ByteLink;
import java.io.IOException;
import java.util.function.LongSupplier;

/** A TCP connection of a Netrarium host as web's {@link ByteLink}: web protocols in the world's time. */
public final class TcpByteLink implements ByteLink {
    private final TcpSocket socket;
    private final LongSupplier clock;

    /**
     * @param clock the time of the loop that the socket's host belongs to
     */
    public TcpByteLink(TcpSocket socket, LongSupplier clock) {
        this.socket = socket;
        this.clock = clock;
    }

    /** The connection. */
    public TcpSocket socket() {
        return socket;
    }

    @Override
    public int read(byte[] b, int at, int length, long deadline) throws IOException {
        return socket.read(b, at, length, deadline == NO_DEADLINE ? Timer.NEVER : deadline);
    }

    @Override
    public void write(byte[] b, int at, int length) throws IOException {
        socket.write(b, at, length);
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public long now() {
        return clock.getAsLong();
    }

    @Override
    public void close() {
        socket.close();
    }
}
