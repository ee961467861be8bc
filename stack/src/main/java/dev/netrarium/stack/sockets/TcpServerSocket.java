package dev.netrarium.stack.sockets;

import dev.netrarium.stack.tcp.TcpListener;
import dev.netrarium.wire.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A blocking listener. */
public final class TcpServerSocket implements Closeable {
    TcpServerSocket() {}

    public Endpoint local() {
        throw new UnsupportedOperationException();
    }

    public TcpSocket accept() throws IOException {
        throw new UnsupportedOperationException();
    }

    public TcpSocket accept(@Nullable Duration timeout) throws IOException {
        throw new UnsupportedOperationException();
    }

    public TcpListener listener() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
