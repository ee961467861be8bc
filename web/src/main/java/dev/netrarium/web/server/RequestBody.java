package dev.netrarium.web.server;

import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http1.Http1Event;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The content of a request, straight from its connection. Closing it early is no harm: the connection sees to the rest. */
final class RequestBody extends InputStream implements HttpBody {
    /** Where the content comes from. */
    interface Source {
        /** The next piece, or the end. */
        Http1Event next(long bytesSoFar) throws IOException;
    }

    private final Source source;
    private final long length;
    private Http1Event.@Nullable Data piece;
    private int used;
    private long received;
    private HttpFields trailers = HttpFields.EMPTY;
    private boolean opened;
    private boolean ended;
    private boolean released;
    private @Nullable IOException failure;

    RequestBody(Source source, long length) {
        this.source = source;
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream open() {
        if (opened) {
            throw new IllegalStateException("the content of a request can be read once");
        }
        opened = true;
        return this;
    }

    @Override
    public HttpFields trailers() {
        return trailers;
    }

    /** What reading it met; the connection cannot go on after that. */
    @Nullable IOException failure() {
        return failure;
    }

    boolean isEnded() {
        return ended;
    }

    /** How many bytes of a known length did not come yet. */
    long missing() {
        return length - received;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int at, int count) throws IOException {
        Objects.checkFromIndexSize(at, count, b.length);
        if (released) {
            throw new IOException("the content of a request is gone once its handler has returned");
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
        return n;
    }

    /** From now on only {@link #drain} reads. */
    void release() {
        released = true;
    }

    /** Skips up to {@code limit} bytes of content that nobody wanted; says whether that was all. */
    boolean drain(long limit) throws IOException {
        long from = received;
        while (!ended && received - from <= limit) {
            next();
        }
        return ended;
    }

    private void next() throws IOException {
        if (failure != null) {
            throw failure;
        }
        piece = null;
        used = 0;
        try {
            switch (source.next(received)) {
                case Http1Event.Data data -> {
                    piece = data;
                    received += data.length();
                }
                case Http1Event.EndOfMessage end -> {
                    trailers = end.trailers();
                    ended = true;
                }
                case Http1Event.Head _, Http1Event.ConnectionClosed _ ->
                    throw new IllegalStateException("a head inside a message");
            }
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public int available() {
        return piece == null ? 0 : piece.length() - used;
    }
}
