package dev.netrarium.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Instant;

/** A {@link ByteLink} over a connected {@link Socket}, in real time. The clock of the JVM is read here and nowhere else in this module. */
public final class SocketByteLink implements ByteLink {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /**
     * Wraps a connected socket, which belongs to the link from now on.
     *
     * @throws IOException if it is not connected or closed
     */
    public SocketByteLink(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** The date and time at which {@link #now} of every such link showed 0, by the system's clock as it is now. */
    public static Instant epoch() {
        return Instant.now().minusNanos(System.nanoTime());
    }

    @Override
    public int read(byte[] b, int at, int length, long deadline) throws IOException {
        socket.setSoTimeout(timeoutMillis(deadline));
        return in.read(b, at, length);
    }

    /** The socket counts whole milliseconds, and takes 0 for ever. */
    private int timeoutMillis(long deadline) throws SocketTimeoutException {
        if (deadline == NO_DEADLINE) {
            return 0;
        }
        long now = now();
        if (deadline <= now) {
            throw new SocketTimeoutException("Read timed out");
        }
        long left = deadline - now;
        if (left < 0 || left / NANOS_PER_MILLI >= Integer.MAX_VALUE) {
            return Integer.MAX_VALUE; // The scale of now() may begin below zero, so the difference may overflow.
        }
        return (int) ((left + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    @Override
    public void write(byte[] b, int at, int length) throws IOException {
        out.write(b, at, length);
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    @Override
    public String toString() {
        return socket.toString();
    }
}
