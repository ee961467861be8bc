package dev.netrarium.web.http1;

import dev.netrarium.web.grammar.Chars;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.Status;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of one direction, in order: bytes in, events out, however the bytes are cut. It stops after each head until
 * {@link #expect} says how the content is framed, and after each message until {@link #startNext}.
 */
final class MessageReader {
    private enum Phase {
        START_LINE,
        FIELDS,
        HEAD_GIVEN,
        LENGTH,
        UNTIL_CLOSE,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_CR,
        CHUNK_LF,
        TRAILERS,
        END,
        PAUSED,
        CLOSED
    }

    /** More digits than any chunk has, and few enough that a long holds them. */
    private static final int CHUNK_SIZE_DIGITS = 15;
    /** RFC 9112 §2.2 asks a server to skip "at least one" empty line, which old browsers sent after a POST. */
    private static final int EMPTY_LINES = 1;

    private final boolean requests;
    private final Http1Limits limits;
    private final Status bad;
    private final LineReader in = new LineReader();
    private final FieldLines fields;

    private Phase phase = Phase.START_LINE;
    private boolean ended;
    private int emptyLines;
    private String startLine = "";
    private HttpFields trailers = HttpFields.EMPTY;
    /** Of the content, or of the chunk. */
    private long bytesLeft;

    private long bodyBytes;
    private int extensionBytes;

    MessageReader(boolean requests, Http1Limits limits) {
        this.requests = requests;
        this.limits = limits;
        this.bad = requests ? Status.BAD_REQUEST : Status.BAD_GATEWAY;
        this.fields = new FieldLines(requests, limits.fieldCount());
    }

    void receive(byte[] b, int at, int length) {
        if (ended) {
            throw new IllegalStateException("bytes after the end");
        }
        in.receive(b, at, length);
    }

    void receiveEnd() {
        ended = true;
    }

    /** Whether bytes of a next message are there already, or the end. */
    boolean hasMore() {
        return in.available() > 0 || ended;
    }

    /** Whether a message has begun to arrive and its head is not whole. */
    boolean isInHead() {
        return phase == Phase.FIELDS || (phase == Phase.START_LINE && (in.isInLine() || in.available() > 0));
    }

    /** Begins the next message, or after an informational head the next head. */
    void startNext() {
        phase = Phase.START_LINE;
        emptyLines = 0;
        bodyBytes = 0;
        extensionBytes = 0;
        trailers = HttpFields.EMPTY;
    }

    /** Says how the content of the head just given is framed. */
    void expect(BodyFraming framing) throws RejectedMessageException {
        switch (framing) {
            case BodyFraming.None _ -> phase = Phase.END;
            case BodyFraming.Length length -> {
                countBody(length.bytes());
                bytesLeft = length.bytes();
                phase = bytesLeft == 0 ? Phase.END : Phase.LENGTH;
            }
            case BodyFraming.Chunked _ -> phase = Phase.CHUNK_SIZE;
            case BodyFraming.UntilClose _ -> phase = Phase.UNTIL_CLOSE;
        }
    }

    /** The next event, or null when more bytes are needed or the reader has stopped. */
    @Nullable Http1Event next() throws RejectedMessageException {
        while (true) {
            switch (phase) {
                case START_LINE -> {
                    if (ended && in.available() == 0 && !in.isInLine()) {
                        phase = Phase.CLOSED;
                        return new Http1Event.ConnectionClosed();
                    }
                    String line = in.line(
                            limits.startLineBytes(),
                            requests ? Status.URI_TOO_LONG : bad,
                            "the start line is too long",
                            bad,
                            "the start line");
                    if (line == null) {
                        return needMore("the start line");
                    }
                    startLine(line);
                }
                case FIELDS -> {
                    String line = fieldLine(limits.fieldSectionBytes(), "the header section");
                    if (line == null) {
                        return needMore("the header section");
                    }
                    if (line.isEmpty()) {
                        phase = Phase.HEAD_GIVEN;
                        HttpFields all = fields.take();
                        return requests ? StartLine.request(startLine, all) : StartLine.response(startLine, all);
                    }
                    fields.add(line);
                }
                case LENGTH, CHUNK_DATA, UNTIL_CLOSE -> {
                    if (in.available() == 0) {
                        if (ended && phase == Phase.UNTIL_CLOSE) {
                            phase = Phase.END;
                            continue;
                        }
                        return needMore("the content");
                    }
                    return data();
                }
                case CHUNK_SIZE -> {
                    String line = in.line(
                            CHUNK_SIZE_DIGITS + limits.chunkExtensionBytes() - extensionBytes,
                            bad,
                            "too long a chunk size, or too many chunk extensions",
                            bad,
                            "a chunk size");
                    if (line == null) {
                        return needMore("a chunk size");
                    }
                    chunkSize(line);
                }
                case CHUNK_CR -> {
                    if (in.available() == 0) {
                        return needMore("the content");
                    }
                    requireByte('\r');
                    phase = Phase.CHUNK_LF;
                }
                case CHUNK_LF -> {
                    if (in.available() == 0) {
                        return needMore("the content");
                    }
                    requireByte('\n');
                    phase = Phase.CHUNK_SIZE;
                }
                case TRAILERS -> {
                    String line = fieldLine(limits.trailerBytes(), "the trailer section");
                    if (line == null) {
                        return needMore("the trailer section");
                    }
                    if (line.isEmpty()) {
                        trailers = fields.take();
                        phase = Phase.END;
                    } else {
                        fields.add(line);
                    }
                }
                case END -> {
                    phase = Phase.PAUSED;
                    return new Http1Event.EndOfMessage(trailers);
                }
                case HEAD_GIVEN, PAUSED, CLOSED -> {
                    return null;
                }
            }
        }
    }

    private @Nullable Http1Event needMore(String inWhat) throws RejectedMessageException {
        if (ended) {
            throw new RejectedMessageException(bad, "the connection ended in the middle of " + inWhat);
        }
        return null;
    }

    private void startLine(String line) throws RejectedMessageException {
        if (line.isEmpty() && requests && emptyLines < EMPTY_LINES) {
            emptyLines++;
            return;
        }
        if (requests) {
            StartLine.checkRequest(line);
        } else {
            StartLine.response(line, HttpFields.EMPTY);
        }
        startLine = line;
        phase = Phase.FIELDS;
    }

    private @Nullable String fieldLine(int limit, String what) throws RejectedMessageException {
        return in.line(
                limit - fields.bytes(),
                requests ? Status.REQUEST_HEADER_FIELDS_TOO_LARGE : bad,
                "too many bytes of fields",
                bad,
                what);
    }

    private Http1Event data() throws RejectedMessageException {
        int length = in.available();
        if (phase == Phase.UNTIL_CLOSE) {
            countBody(length);
        } else {
            length = (int) Math.min(length, bytesLeft);
            bytesLeft -= length;
            if (bytesLeft == 0) {
                phase = phase == Phase.LENGTH ? Phase.END : Phase.CHUNK_CR;
            }
        }
        return new Http1Event.Data(in.array(), in.take(length), length);
    }

    /** {@code chunk-size [ chunk-ext ] CRLF} of RFC 9112 §7.1. */
    private void chunkSize(String line) throws RejectedMessageException {
        int digits = 0;
        long size = 0;
        while (digits < line.length() && Chars.isHex(line.charAt(digits))) {
            if (digits == CHUNK_SIZE_DIGITS) {
                throw new RejectedMessageException(bad, "a chunk size of more than 15 digits");
            }
            size = size << 4 | Chars.hexValue(line.charAt(digits));
            digits++;
        }
        if (digits == 0) {
            throw new RejectedMessageException(bad, "a chunk size is not a hexadecimal number");
        }
        checkExtensions(line, digits);
        extensionBytes += line.length() - digits;
        if (size == 0) {
            phase = Phase.TRAILERS;
        } else {
            countBody(size);
            bytesLeft = size;
            phase = Phase.CHUNK_DATA;
        }
    }

    private void checkExtensions(String line, int from) throws RejectedMessageException {
        if (from == line.length()) {
            return;
        }
        if (line.length() - from > limits.chunkExtensionBytes() - extensionBytes) {
            throw new RejectedMessageException(bad, "too many bytes of chunk extensions");
        }
        int at = from;
        while (at < line.length() && Chars.isBlank(line.charAt(at))) {
            at++;
        }
        if (at == line.length() || line.charAt(at) != ';') {
            throw new RejectedMessageException(
                    bad, "a chunk size is followed by neither its line end nor an extension");
        }
        for (; at < line.length(); at++) {
            if (!Chars.isFieldValue(line.charAt(at))) {
                throw new RejectedMessageException(
                        bad, Chars.show(line.charAt(at)) + " is not allowed in a chunk extension");
            }
        }
    }

    private void countBody(long more) throws RejectedMessageException {
        if (more > limits.bodyBytes() - bodyBytes) {
            throw new RejectedMessageException(
                    requests ? Status.CONTENT_TOO_LARGE : bad,
                    "the content has more than " + limits.bodyBytes() + " bytes");
        }
        bodyBytes += more;
    }

    private void requireByte(char wanted) throws RejectedMessageException {
        if (in.takeByte() != wanted) {
            throw new RejectedMessageException(bad, "a chunk is not followed by CR LF");
        }
    }
}
