package dev.netrarium.web.exchange;

import dev.netrarium.web.ByteLink;
import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http1.Http1Codec;
import dev.netrarium.web.http1.Http1Event;
import java.io.IOException;
import java.io.InputStream;

/** Sends the content of a message piece by piece, the first piece in one write with the head. */
public final class ContentSender {
    /** How much is read from a body, and written to a link, at once: eleven full segments of Ethernet. */
    private static final int PIECE_BYTES = 16 * 1024;

    private ContentSender() {}

    /** The source of the content failed, not the connection. */
    public static final class ContentException extends IOException {
        private static final long serialVersionUID = 1;

        ContentException(String message, Exception cause) {
            super(message, cause);
        }
    }

    /**
     * Sends content and the end of the message; the head waits in the codec.
     *
     * @return how many bytes of content
     * @throws ContentException if the content cannot be read or has not the length that was announced; the message cannot be completed
     * @throws IOException      if the connection is broken
     */
    public static long send(HttpBody body, Http1Codec codec, ByteLink link) throws IOException {
        long sent = 0;
        boolean known = body.length() != HttpBody.UNKNOWN_LENGTH;
        try (InputStream in = open(body)) {
            byte[] piece = new byte[known ? (int) Math.clamp(body.length(), 1, PIECE_BYTES) : PIECE_BYTES];
            while (true) {
                if (!known && available(in) == 0) {
                    codec.transmit(link::write); // It may be long until more comes.
                }
                int n = read(in, piece);
                if (n < 0) {
                    break;
                }
                queue(codec, new Http1Event.Data(piece, 0, n));
                sent += n;
                if (codec.pending() >= PIECE_BYTES) {
                    codec.transmit(link::write);
                }
            }
        }
        end(body.trailers(), codec, link);
        return sent;
    }

    /** Sends the end of a message without content; the head waits in the codec. */
    public static void sendEmpty(Http1Codec codec, ByteLink link) throws IOException {
        end(HttpFields.EMPTY, codec, link);
    }

    private static void end(HttpFields trailers, Http1Codec codec, ByteLink link) throws IOException {
        queue(codec, new Http1Event.EndOfMessage(trailers));
        codec.transmit(link::write);
    }

    private static void queue(Http1Codec codec, Http1Event event) throws ContentException {
        try {
            codec.send(event);
        } catch (IllegalStateException e) {
            throw new ContentException(String.valueOf(e.getMessage()), e);
        }
    }

    private static InputStream open(HttpBody body) throws ContentException {
        try {
            return body.open();
        } catch (IOException | RuntimeException e) {
            throw new ContentException("the content cannot be opened: " + e.getMessage(), e);
        }
    }

    private static int available(InputStream in) throws ContentException {
        try {
            return in.available();
        } catch (IOException | RuntimeException e) {
            throw new ContentException("the content cannot be read: " + e.getMessage(), e);
        }
    }

    private static int read(InputStream in, byte[] piece) throws ContentException {
        try {
            return in.read(piece, 0, piece.length);
        } catch (IOException | RuntimeException e) {
            throw new ContentException("the content cannot be read: " + e.getMessage(), e);
        }
    }
}
