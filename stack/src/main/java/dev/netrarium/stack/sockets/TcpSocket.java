package dev.netrarium.stack.sockets;

import dev.netrarium.stack.Errno;
import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpError;
import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpInfo;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.wire.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection with blocking calls. One thread may read while another writes, and any may close: who is blocked then
 * gets {@link SocketException} "Socket closed".
 */
public final class TcpSocket implements Closeable {
    private final Blocking turn;
    private final TcpConnection connection;
    private @Nullable Duration readTimeout;

    /** A reset was reported once and is reported again: the kernel would then say "end", which it was not. */
    private boolean reset;

    TcpSocket(Blocking turn, TcpConnection connection) {
        this.turn = turn;
        this.connection = connection;
    }

    public Endpoint local() {
        return connection.local();
    }

    public Endpoint remote() {
        return connection.remote();
    }

    /**
     * Waits until the connection is established; needed only after {@link HostSockets#startConnect}. When this fails the
     * socket is closed.
     *
     * @param timeout how long to wait, null for as long as TCP tries
     */
    public void awaitEstablished(@Nullable Duration timeout) throws IOException {
        turn.enterOpen();
        boolean established = false;
        try {
            long deadlineNanos = turn.deadline(timeout);
            while (true) {
                TcpError error = connection.takeError();
                if (error != null) {
                    throw Blocking.errno(error).toException();
                }
                if (connection.state().isSynchronized()) {
                    established = true;
                    return;
                }
                int ready = TcpConnection.WRITABLE | TcpConnection.READABLE;
                if (!turn.await(connection, ready, deadlineNanos)) {
                    throw new SocketTimeoutException("Connect timed out");
                }
            }
        } finally {
            if (!established && turn.close(connection)) {
                connection.close(turn.now());
                turn.poke();
            }
            turn.leave();
        }
    }

    /**
     * Reads what is there, at least one byte.
     *
     * @return how many bytes, or -1 at the end of the stream
     * @throws SocketTimeoutException when nothing came within {@link #readTimeout()}; the connection is good still
     */
    public int read(byte[] b, int at, int length) throws IOException {
        turn.enterOpen();
        try {
            return readBy(b, at, length, turn.deadline(readTimeout));
        } finally {
            turn.leave();
        }
    }

    /**
     * Reads what is there, at least one byte.
     *
     * @param deadlineNanos in the loop's time; {@link dev.netrarium.stack.Timer#NEVER} for none
     * @return how many bytes, or -1 at the end of the stream
     */
    public int read(byte[] b, int at, int length, long deadlineNanos) throws IOException {
        turn.enterOpen();
        try {
            return readBy(b, at, length, deadlineNanos);
        } finally {
            turn.leave();
        }
    }

    /**
     * Reads what is there, at least one byte.
     *
     * @param timeout how long to wait, null for ever
     * @return how many bytes, or -1 at the end of the stream
     */
    public int readWithin(@Nullable Duration timeout, byte[] b, int at, int length) throws IOException {
        turn.enterOpen();
        try {
            return readBy(b, at, length, turn.deadline(timeout));
        } finally {
            turn.leave();
        }
    }

    /** Writes all bytes; returns when they are in the send buffer. */
    public void write(byte[] b, int at, int length) throws IOException {
        Objects.checkFromIndexSize(at, length, b.length);
        turn.enterOpen();
        int written = 0;
        try {
            while (written < length) {
                int n = connection.send(turn.now(), b, at + written, length - written);
                written += n;
                if (n > 0) {
                    turn.poke();
                }
                if (written < length) {
                    turn.await(connection, TcpConnection.WRITABLE, dev.netrarium.stack.Timer.NEVER);
                }
            }
        } catch (TcpException e) {
            throw new SocketException(e.error().sentence()); // as java.net says it on writing
        } catch (InterruptedIOException e) {
            e.bytesTransferred = written;
            throw e;
        } finally {
            turn.leave();
        }
    }

    /** Bytes that can be read without blocking. */
    public int available() throws IOException {
        turn.enterOpen();
        try {
            return connection.available();
        } finally {
            turn.leave();
        }
    }

    /** Reads no more: what is there can be read, then comes the end of the stream. */
    public void shutdownInput() throws IOException {
        turn.enterOpen();
        try {
            connection.shutdownInput();
            turn.poke();
        } catch (TcpException e) {
            throw Blocking.errno(e.error()).toException();
        } finally {
            turn.leave();
        }
    }

    /** Ends our direction: the peer reads what was written, then the end of the stream. */
    public void shutdownOutput() throws IOException {
        turn.enterOpen();
        try {
            connection.shutdownOutput(turn.now());
            turn.poke();
        } catch (TcpException e) {
            throw Blocking.errno(e.error()).toException();
        } finally {
            turn.leave();
        }
    }

    /** Ends the connection at once with a reset. */
    public void abort() {
        turn.enter();
        try {
            if (turn.close(connection)) {
                connection.abort(turn.now());
                turn.poke();
            }
        } finally {
            turn.leave();
        }
    }

    /** How long {@link #read(byte[], int, int)} waits, null for ever. */
    public @Nullable Duration readTimeout() {
        turn.enter();
        try {
            return readTimeout;
        } finally {
            turn.leave();
        }
    }

    /** Sets how long {@link #read(byte[], int, int)} waits; null for ever. */
    public void readTimeout(@Nullable Duration timeout) {
        if (timeout != null && !timeout.isPositive()) {
            throw new IllegalArgumentException("want a positive time-out, or null for none: " + timeout);
        }
        turn.enter();
        try {
            readTimeout = timeout;
        } finally {
            turn.leave();
        }
    }

    public TcpSettings settings() {
        turn.enter();
        try {
            return connection.settings();
        } finally {
            turn.leave();
        }
    }

    /** Changes the options; what they govern follows at once. */
    public void settings(TcpSettings changed) {
        turn.enter();
        try {
            connection.configure(turn.now(), changed);
            turn.poke();
        } finally {
            turn.leave();
        }
    }

    /** A snapshot of the connection's inside. */
    public TcpInfo info() {
        turn.enter();
        try {
            return connection.info(turn.now());
        } finally {
            turn.leave();
        }
    }

    public InputStream inputStream() {
        return new TcpInputStream(this);
    }

    public OutputStream outputStream() {
        return new TcpOutputStream(this);
    }

    /** The connection below; its verbs want the loop's baton. */
    public TcpConnection connection() {
        return connection;
    }

    /**
     * Lets go of the connection: what was written is still sent. Unread data make it a reset, as on Linux. With SO_LINGER
     * and a time this waits, at most so long, until the peer has acknowledged all; whether it has is not told.
     */
    @Override
    public void close() {
        turn.enter();
        try {
            if (turn.close(connection)) {
                connection.close(turn.now());
                turn.poke();
                int seconds = connection.settings().lingerSeconds();
                if (seconds > 0) {
                    turn.linger(connection, turn.deadline(Duration.ofSeconds(seconds)));
                }
            }
        } finally {
            turn.leave();
        }
    }

    @Override
    public String toString() {
        return "TCP " + local() + " to " + remote();
    }

    private int readBy(byte[] b, int at, int length, long deadlineNanos) throws IOException {
        Objects.checkFromIndexSize(at, length, b.length);
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (reset) {
                throw Errno.ECONNRESET.toException();
            }
            try {
                int n = connection.receive(turn.now(), b, at, length);
                if (n != 0) {
                    turn.poke(); // the window may have opened
                    return n;
                }
            } catch (TcpException e) {
                Errno errno = Blocking.errno(e.error());
                reset = errno == Errno.ECONNRESET;
                throw errno.toException();
            }
            if (!turn.await(connection, TcpConnection.READABLE, deadlineNanos)) {
                throw new SocketTimeoutException("Read timed out");
            }
        }
    }
}
