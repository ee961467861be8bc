package dev.netrarium.web.http1;

import dev.netrarium.web.grammar.Chars;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.Status;

/** Collects the lines of one header or trailer section (RFC 9112 §5) within their limits. */
final class FieldLines {
    private final boolean ofRequest;
    private final Status bad;
    private final Status tooLarge;
    private final int maxCount;

    private HttpFields.Builder fields = HttpFields.builder();
    private int count;
    private int bytes;

    FieldLines(boolean ofRequest, int maxCount) {
        this.ofRequest = ofRequest;
        this.bad = ofRequest ? Status.BAD_REQUEST : Status.BAD_GATEWAY;
        this.tooLarge = ofRequest ? Status.REQUEST_HEADER_FIELDS_TOO_LARGE : Status.BAD_GATEWAY;
        this.maxCount = maxCount;
    }

    /** How many bytes of lines were taken since {@link #take}. */
    int bytes() {
        return bytes;
    }

    /** Takes a line that is not empty. */
    void add(String line) throws RejectedMessageException {
        if (++count > maxCount) {
            throw new RejectedMessageException(tooLarge, "more than " + maxCount + " field lines");
        }
        bytes += line.length();
        try {
            if (Chars.isBlank(line.charAt(0))) {
                fold(line);
            } else {
                split(line);
            }
        } catch (IllegalArgumentException e) {
            throw new RejectedMessageException(bad, String.valueOf(e.getMessage()));
        }
    }

    /** §5.2: a server must reject it or replace it, a user agent must replace it. */
    private void fold(String line) throws RejectedMessageException {
        if (ofRequest || fields.size() == 0) {
            throw new RejectedMessageException(bad, "a field line begins with a blank");
        }
        fields.continueLast(line);
    }

    private void split(String line) throws RejectedMessageException {
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new RejectedMessageException(bad, "a field line without a colon");
        }
        // §5.1: "A server MUST reject … any received request message that contains whitespace between a header field
        // name and colon".
        if (colon > 0 && Chars.isBlank(line.charAt(colon - 1))) {
            throw new RejectedMessageException(bad, "a blank between a field name and its colon");
        }
        fields.add(line.substring(0, colon), line.substring(colon + 1));
    }

    /** The fields, and begins another section. */
    HttpFields take() {
        HttpFields all = fields.build();
        fields = HttpFields.builder();
        count = 0;
        bytes = 0;
        return all;
    }
}
