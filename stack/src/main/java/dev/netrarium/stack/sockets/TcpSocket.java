package dev.netrarium.stack.sockets;

import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpInfo;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.wire.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A blocking TCP connection. */
public final class TcpSocket implements Closeable {
    TcpSocket() {}

    public Endpoint local() {
        throw new UnsupportedOperationException();
    }

    public Endpoint remote() {
        throw new UnsupportedOperationException();
    }

    public int read(byte[] b, int at, int length) throws IOException {
        throw new UnsupportedOperationException();
    }

    public int read(byte[] b, int at, int length, long deadlineNanos) throws IOException {
        throw new UnsupportedOperationException();
    }

    public void write(byte[] b, int at, int length) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Bytes that can be read without blocking. */
    public int available() throws IOException {
        throw new UnsupportedOperationException();
    }

    public void shutdownInput() throws IOException {
        throw new UnsupportedOperationException();
    }

    public void shutdownOutput() throws IOException {
        throw new UnsupportedOperationException();
    }

    public void abort() {
        throw new UnsupportedOperationException();
    }

    public @Nullable Duration readTimeout() {
        throw new UnsupportedOperationException();
    }

    public void readTimeout(@Nullable Duration timeout) {
        throw new UnsupportedOperationException();
    }

    public TcpSettings settings() {
        throw new UnsupportedOperationException();
    }

    public void settings(TcpSettings changed) {
        throw new UnsupportedOperationException();
    }

    public TcpInfo info() {
        throw new UnsupportedOperationException();
    }

    public InputStream inputStream() {
        throw new UnsupportedOperationException();
    }

    public OutputStream outputStream() {
        throw new UnsupportedOperationException();
    }

    public TcpConnection connection() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
