package dev.netrarium.web.client;

import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http1.Http1Event;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The content of a response, straight from its connection. Its end frees the connection; closing it early closes that. */
final class ResponseBody extends InputStream implements HttpBody {
    private final Http1Connection connection;
    private final long length;
    private Http1Event.@Nullable Data piece;
    private int used;
    private long read;
    private HttpFields trailers = HttpFields.EMPTY;
    private boolean opened;
    private boolean ended;
    private boolean closed;
    private @Nullable IOException failure;

    ResponseBody(Http1Connection connection, long length, Http1Event.@Nullable Data first) {
        this.connection = connection;
        this.length = length;
        this.piece = first;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream open() {
        if (opened) {
            throw new IllegalStateException("the content of a response can be read once");
        }
        opened = true;
        return this;
    }

    @Override
    public HttpFields trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int at, int count) throws IOException {
        Objects.checkFromIndexSize(at, count, b.length);
        if (failure != null) {
            throw failure;
        }
        if (closed && !ended) {
            throw new IOException("the content was closed");
        }
        if (count == 0) {
            return 0;
        }
        while (piece == null || used == piece.length()) {
            if (ended) {
                return -1;
            }
            next();
        }
        int n = Math.min(count, piece.length() - used);
        System.arraycopy(piece.bytes(), piece.at() + used, b, at, n);
        used += n;
        read += n;
        return n;
    }

    private void next() throws IOException {
        piece = null;
        used = 0;
        try {
            switch (connection.nextOfBody()) {
                case Http1Event.Data data -> piece = data;
                case Http1Event.EndOfMessage end -> {
                    trailers = end.trailers();
                    ended = true;
                    connection.complete(read);
                }
                case Http1Event.Head _, Http1Event.ConnectionClosed _ ->
                    throw new IllegalStateException("a head inside a message");
            }
        } catch (IOException e) {
            failure = e;
            connection.close(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    @Override
    public int available() {
        return piece == null ? 0 : piece.length() - used;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (!ended) {
            connection.close("the content was not read to its end");
        }
    }
}
