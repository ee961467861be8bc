package dev.netrarium.web.http1;

import dev.netrarium.web.http.HttpFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the messages of one direction into a buffer, and keeps its own promises: the framing that the head announced is what follows. */
final class MessageWriter {
    private static final byte[] CR_LF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = {'0'};

    private byte[] out = new byte[1024];
    private int used;
    private BodyFraming framing = new BodyFraming.None();
    private long bytesLeft;

    int pending() {
        return used;
    }

    BodyFraming framing() {
        return framing;
    }

    void startNext() {
        framing = new BodyFraming.None();
    }

    void transmit(Http1Codec.Output to) throws IOException {
        int length = used;
        if (length > 0) {
            used = 0;
            to.write(out, 0, length);
        }
    }

    void request(Http1Event.RequestHead head, BodyFraming itsFraming) {
        text(head.method() + " " + head.target() + " " + head.version());
        fields(head.fields());
        begin(itsFraming);
    }

    void response(Http1Event.ResponseHead head, BodyFraming itsFraming) {
        text(head.version() + " " + head.status().code() + " " + head.reason());
        fields(head.fields());
        begin(itsFraming);
    }

    private void begin(BodyFraming itsFraming) {
        framing = itsFraming;
        bytesLeft = itsFraming instanceof BodyFraming.Length length ? length.bytes() : 0;
    }

    void data(Http1Event.Data data) {
        if (data.length() == 0) {
            return; // An empty chunk would end the message.
        }
        switch (framing) {
            case BodyFraming.None _ -> throw new IllegalStateException("content in a message that has none");
            case BodyFraming.Length length -> {
                if (data.length() > bytesLeft) {
                    throw new IllegalStateException("more content than the announced " + length.bytes() + " bytes");
                }
                bytesLeft -= data.length();
                bytes(data.bytes(), data.at(), data.length());
            }
            case BodyFraming.Chunked _ -> {
                text(Integer.toHexString(data.length()));
                bytes(CR_LF, 0, 2);
                bytes(data.bytes(), data.at(), data.length());
                bytes(CR_LF, 0, 2);
            }
            case BodyFraming.UntilClose _ -> bytes(data.bytes(), data.at(), data.length());
        }
    }

    void end(Http1Event.EndOfMessage end) {
        if (bytesLeft > 0) {
            throw new IllegalStateException("the content ends " + bytesLeft + " bytes before its announced length");
        }
        if (framing instanceof BodyFraming.Chunked) {
            bytes(LAST_CHUNK, 0, 1);
            fields(end.trailers());
        } else if (!end.trailers().isEmpty()) {
            throw new IllegalStateException("trailers in a message that is not chunked");
        }
    }

    /** The end of the line before, the fields, and the empty line. */
    private void fields(HttpFields fields) {
        bytes(CR_LF, 0, 2);
        for (int i = 0; i < fields.size(); i++) {
            text(fields.name(i));
            text(": ");
            text(fields.value(i));
            bytes(CR_LF, 0, 2);
        }
        bytes(CR_LF, 0, 2);
    }

    private void text(String text) {
        byte[] b = text.getBytes(StandardCharsets.ISO_8859_1);
        bytes(b, 0, b.length);
    }

    private void bytes(byte[] b, int at, int length) {
        if (length > out.length - used) {
            out = Arrays.copyOf(out, Math.max(used + length, out.length * 2));
        }
        System.arraycopy(b, at, out, used, length);
        used += length;
    }
}
