package dev.netrarium.web.http1;

import dev.netrarium.web.grammar.Chars;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpVersion;
import dev.netrarium.web.http.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the end of a message's content is found (RFC 9112 §6.3). Whoever gets this wrong reads one message as two: request smuggling. So it
 * is decided in one place, and everything ambiguous is rejected.
 */
public sealed interface BodyFraming {
    /** There is no content. */
    record None() implements BodyFraming {}

    /**
     * The header section tells the length.
     *
     * @param bytes 0 or more
     */
    record Length(long bytes) implements BodyFraming {}

    /** The content comes in chunks, and perhaps trailers after them (RFC 9112 §7.1). */
    record Chunked() implements BodyFraming {}

    /** The content of a response ends with the connection. */
    record UntilClose() implements BodyFraming {}

    /**
     * Decides by the rules of RFC 9112 §6.3.
     *
     * @param head  a request, or a response
     * @param asked the method of the request that a response answers, or null when there was none; for a request not looked at
     * @throws RejectedMessageException if the fields contradict each other or name a coding that is not spoken here
     */
    static BodyFraming of(Http1Event.Head head, @Nullable HttpMethod asked) throws RejectedMessageException {
        HttpFields fields = head.fields();
        Status malformed = head instanceof Http1Event.RequestHead ? Status.BAD_REQUEST : Status.BAD_GATEWAY;
        // Rules 1 and 2.
        if (head instanceof Http1Event.ResponseHead response && hasNoContent(response.status(), asked)) {
            return new None();
        }
        if (fields.contains("Transfer-Encoding")) {
            // Rule 3 says that such a message "ought to be handled as an error", and so it is.
            if (fields.contains("Content-Length")) {
                throw new RejectedMessageException(malformed, "both Content-Length and Transfer-Encoding");
            }
            // §6.1: "MUST treat the message as if the framing is faulty".
            if (head.version() == HttpVersion.HTTP_1_0) {
                throw new RejectedMessageException(malformed, "Transfer-Encoding in HTTP/1.0");
            }
            // Rule 4; §6.1: a coding that is not understood is answered with 501.
            requireChunkedAlone(fields, malformed);
            return new Chunked();
        }
        // Rules 5 and 6.
        if (fields.contains("Content-Length")) {
            return new Length(contentLength(fields, malformed));
        }
        // Rules 7 and 8.
        return head instanceof Http1Event.RequestHead ? new None() : new UntilClose();
    }

    private static boolean hasNoContent(Status status, @Nullable HttpMethod asked) {
        return status.isInformational()
                || status.code() == 204
                || status.code() == 304
                || HttpMethod.HEAD.equals(asked)
                || (HttpMethod.CONNECT.equals(asked) && status.isSuccessful());
    }

    private static void requireChunkedAlone(HttpFields fields, Status malformed) throws RejectedMessageException {
        List<String> lines = fields.all("Transfer-Encoding");
        if (lines.size() == 1 && lines.getFirst().equalsIgnoreCase("chunked")) {
            return;
        }
        List<String> codings = fields.elements("Transfer-Encoding");
        if (codings.isEmpty() || !codings.getLast().equalsIgnoreCase("chunked")) {
            throw new RejectedMessageException(malformed, "the last transfer coding is not chunked");
        }
        for (String coding : codings.subList(0, codings.size() - 1)) {
            if (coding.equalsIgnoreCase("chunked")) {
                throw new RejectedMessageException(malformed, "chunked twice");
            }
        }
        if (codings.size() == 1) {
            throw new RejectedMessageException(malformed, "empty elements in Transfer-Encoding");
        }
        throw new RejectedMessageException(
                malformed.equals(Status.BAD_REQUEST) ? Status.NOT_IMPLEMENTED : malformed,
                "a transfer coding other than chunked");
    }

    /** One value, or one value repeated (rule 5 lets a recipient take that). */
    private static long contentLength(HttpFields fields, Status malformed) throws RejectedMessageException {
        long length = -1;
        for (String line : fields.all("Content-Length")) {
            for (String text : line.split(",", -1)) {
                long value = decimal(text.strip());
                if (value < 0) {
                    throw new RejectedMessageException(malformed, "Content-Length is not a number of 1 to 18 digits");
                }
                if (length >= 0 && value != length) {
                    throw new RejectedMessageException(malformed, "Content-Length twice, with different values");
                }
                length = value;
            }
        }
        return length;
    }

    /** Eighteen digits always fit a long; more are not a length but an attack. */
    private static long decimal(String text) {
        return Chars.isDigits(text) && text.length() <= 18 ? Long.parseLong(text) : -1;
    }
}
