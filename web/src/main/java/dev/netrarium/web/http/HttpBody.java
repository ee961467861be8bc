package dev.netrarium.web.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The content of a message: how long it is, and a stream of its bytes. Bodies made here can be opened again and again; the body of a
 * received message streams from its connection and can be read once.
 */
public interface HttpBody {
    /** The length of a body whose end only its stream knows. */
    long UNKNOWN_LENGTH = -1;

    /** No content. */
    HttpBody EMPTY = of(new byte[0]);

    /** The length in bytes, or {@link #UNKNOWN_LENGTH}. */
    long length();

    /**
     * The bytes, from the first. Whoever opens the stream closes it.
     *
     * @throws IOException if they cannot be had
     */
    InputStream open() throws IOException;

    /** The fields that followed the content; empty until the stream has ended. */
    default HttpFields trailers() {
        return HttpFields.EMPTY;
    }

    /**
     * Reads it whole.
     *
     * @param limit how many bytes may come
     * @throws IOException if there are more, or reading fails
     */
    default byte[] bytes(int limit) throws IOException {
        try (InputStream in = open()) {
            byte[] bytes = in.readNBytes(limit);
            if (bytes.length == limit && in.read() >= 0) {
                throw new IOException("the body has more than " + limit + " bytes");
            }
            return bytes;
        }
    }

    /**
     * Reads it whole as UTF-8.
     *
     * @param limit how many bytes may come
     * @throws IOException if there are more, or reading fails
     */
    default String text(int limit) throws IOException {
        return new String(bytes(limit), StandardCharsets.UTF_8);
    }

    /** These bytes, which must not change from now on. */
    static HttpBody of(byte[] bytes) {
        return new HttpBody() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /** This text in UTF-8. */
    static HttpBody of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The content of a file, read while it is sent.
     *
     * @param length its length in bytes, as it was found
     */
    static HttpBody of(Path file, long length) {
        return new HttpBody() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }

    /**
     * What a stream yields, once.
     *
     * @param length the number of bytes it will yield, or {@link #UNKNOWN_LENGTH}
     */
    static HttpBody of(InputStream stream, long length) {
        return new HttpBody() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() {
                return stream;
            }
        };
    }
}
