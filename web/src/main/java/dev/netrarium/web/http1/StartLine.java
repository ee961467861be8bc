package dev.netrarium.web.http1;

import dev.netrarium.web.grammar.Chars;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpVersion;
import dev.netrarium.web.http.Status;

/** Request lines and status lines (RFC 9112 §3 and §4), taken apart. */
final class StartLine {
    private static final int VERSION_LENGTH = "HTTP/1.1".length();

    private StartLine() {}

    /** {@code GET /path HTTP/1.1}: three parts, exactly one space between them. */
    static Http1Event.RequestHead request(String line, HttpFields fields) throws RejectedMessageException {
        String[] parts = requestParts(line);
        HttpVersion version = version(parts[2], Status.BAD_REQUEST, Status.HTTP_VERSION_NOT_SUPPORTED);
        try {
            return new Http1Event.RequestHead(HttpMethod.of(parts[0]), parts[1], version, fields);
        } catch (IllegalArgumentException e) {
            throw new RejectedMessageException(Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /** Rejects what cannot be a request line before any field is read. */
    static void checkRequest(String line) throws RejectedMessageException {
        request(line, HttpFields.EMPTY);
    }

    private static String[] requestParts(String line) throws RejectedMessageException {
        int first = line.indexOf(' ');
        int second = line.indexOf(' ', first + 1);
        if (first <= 0 || second < 0 || line.indexOf(' ', second + 1) >= 0) {
            throw new RejectedMessageException(
                    Status.BAD_REQUEST, "the request line is not a method, a target and a version");
        }
        return new String[] {line.substring(0, first), line.substring(first + 1, second), line.substring(second + 1)};
    }

    /** {@code HTTP/1.1 200 OK}; as all clients do, it takes a line without the space after the code. */
    static Http1Event.ResponseHead response(String line, HttpFields fields) throws RejectedMessageException {
        int codeAt = VERSION_LENGTH + 1;
        int codeEnd = codeAt + 3;
        if (line.length() < codeEnd
                || line.charAt(VERSION_LENGTH) != ' '
                || !Chars.isDigits(line.substring(codeAt, codeEnd))
                || (line.length() > codeEnd && line.charAt(codeEnd) != ' ')) {
            throw new RejectedMessageException(
                    Status.BAD_GATEWAY, "the status line is not a version, a code of three digits and a reason");
        }
        HttpVersion version = version(line.substring(0, VERSION_LENGTH), Status.BAD_GATEWAY, Status.BAD_GATEWAY);
        try {
            return new Http1Event.ResponseHead(
                    new Status(Integer.parseInt(line.substring(codeAt, codeEnd))),
                    line.length() > codeEnd ? line.substring(codeEnd + 1) : "",
                    version,
                    fields);
        } catch (IllegalArgumentException e) {
            throw new RejectedMessageException(Status.BAD_GATEWAY, String.valueOf(e.getMessage()));
        }
    }

    private static HttpVersion version(String text, Status malformed, Status unknown) throws RejectedMessageException {
        if (text.length() != VERSION_LENGTH
                || !text.startsWith("HTTP/")
                || !Chars.isDigit(text.charAt(5))
                || text.charAt(6) != '.'
                || !Chars.isDigit(text.charAt(7))) {
            throw new RejectedMessageException(malformed, "the start line has no version such as HTTP/1.1");
        }
        if (text.charAt(5) != '1') {
            throw new RejectedMessageException(unknown, text + " is not spoken here, HTTP/1.1 is");
        }
        return text.charAt(7) == '0' ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
    }
}
