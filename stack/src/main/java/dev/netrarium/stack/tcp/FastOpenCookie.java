package dev.netrarium.stack.tcp;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.TcpOptions;
import java.util.Arrays;

/**
 * A Fast Open option (RFC 7413 §4.1.1): a cookie of 4 to 16 bytes, or none, which asks for one; in the form of the RFC or
 * in the older experimental form.
 */
record FastOpenCookie(byte[] bytes, boolean experimental) {
    static final int LEAST_BYTES = 4;
    static final int MOST_BYTES = 16;

    private static final int HEAD_BYTES = 2;
    private static final int EXPERIMENTAL_HEAD_BYTES = 4;
    private static final byte[] NO_BYTES = new byte[0];

    /** Asks for a cookie. */
    static FastOpenCookie request(boolean experimental) {
        return new FastOpenCookie(NO_BYTES, experimental);
    }

    /** A cookie of eight bytes, as Linux's servers make them. */
    static FastOpenCookie of(long value, boolean experimental) {
        byte[] b = new byte[8];
        BigEndian.put64(b, 0, value);
        return new FastOpenCookie(b, experimental);
    }

    boolean isRequest() {
        return bytes.length == 0;
    }

    boolean is(long value) {
        return bytes.length == 8 && BigEndian.i64(bytes, 0) == value;
    }

    /** Bytes of the option, padding included. */
    int optionBytes() {
        return (headBytes() + bytes.length + 3) & ~3;
    }

    void write(byte[] b, int at) {
        int end =
                experimental ? TcpOptions.putFastOpenExperimental(b, at, bytes) : TcpOptions.putFastOpen(b, at, bytes);
        Arrays.fill(b, end, at + optionBytes(), (byte) TcpOptions.NO_OPERATION);
    }

    private int headBytes() {
        return experimental ? EXPERIMENTAL_HEAD_BYTES : HEAD_BYTES;
    }
}
