package dev.netrarium.web.http1;

import dev.netrarium.web.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that came and were not yet used, and the line that is being collected from them. It keeps the caller's array, never more than
 * one of them, and copies only what belongs to a line that is not whole.
 */
final class LineReader {
    private static final byte[] NOTHING = {};
    private static final int FIRST_LINE_BYTES = 128;

    private byte[] in = NOTHING;
    private int at;
    private int end;

    private byte[] line = new byte[FIRST_LINE_BYTES];
    private int used;

    void receive(byte[] b, int from, int length) {
        if (at < end) {
            throw new IllegalStateException("the bytes before are not used up");
        }
        in = b;
        at = from;
        end = from + length;
    }

    int available() {
        return end - at;
    }

    boolean isInLine() {
        return used > 0;
    }

    byte[] array() {
        return in;
    }

    /** Takes up to {@code length} bytes and returns the index of the first. */
    int take(int length) {
        int from = at;
        at += length;
        return from;
    }

    int takeByte() {
        return in[at++] & 0xff;
    }

    /**
     * A line without its CR LF, or null when its end has not come. Each byte is one character.
     *
     * @param limit         how many bytes it may have
     * @param tooLong       the status when it has more
     * @param tooLongReason the reason then
     * @param bad           the status when it does not end in CR LF, or a CR stands elsewhere
     * @param what          its name, for the reason then
     */
    @Nullable String line(int limit, Status tooLong, String tooLongReason, Status bad, String what)
            throws RejectedMessageException {
        int lf = at;
        while (lf < end && in[lf] != '\n') {
            lf++;
        }
        int length = lf - at;
        // One byte more, for the CR.
        if (length > limit + 1 - used) {
            throw new RejectedMessageException(tooLong, tooLongReason);
        }
        append(length);
        if (at == end) {
            return null;
        }
        at++;
        if (used == 0 || line[used - 1] != '\r') {
            throw new RejectedMessageException(bad, what + " ends in LF without CR");
        }
        used--;
        for (int i = 0; i < used; i++) {
            if (line[i] == '\r') {
                throw new RejectedMessageException(bad, "CR without LF in " + what);
            }
        }
        String text = new String(line, 0, used, StandardCharsets.ISO_8859_1);
        used = 0;
        return text;
    }

    private void append(int length) {
        if (used + length > line.length) {
            line = Arrays.copyOf(line, Math.max(used + length, line.length * 2));
        }
        System.arraycopy(in, at, line, used, length);
        used += length;
        at += length;
    }
}
