package dev.netrarium.services.dns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable row of bytes with the equality of its contents: a character-string, opaque record data, an option. */
public final class Octets {
    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Octets of(byte... bytes) {
        return new Octets(bytes.clone());
    }

    /** The UTF-8 bytes of a text. */
    public static Octets of(String text) {
        return new Octets(text.getBytes(StandardCharsets.UTF_8));
    }

    static Octets copyOf(byte[] from, int at, int lengthBytes) {
        return new Octets(Arrays.copyOfRange(from, at, at + lengthBytes));
    }

    public int lengthBytes() {
        return bytes.length;
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    void writeTo(byte[] to, int at) {
        System.arraycopy(bytes, 0, to, at, bytes.length);
    }

    /** Lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** The bytes as a quoted character-string of a master file (RFC 1035 §5.1). */
    public String quoted() {
        StringBuilder text = new StringBuilder(bytes.length + 2).append('"');
        for (byte b : bytes) {
            int octet = b & 0xff;
            if (octet == '"' || octet == '\\') {
                text.append('\\').append((char) octet);
            } else if (octet < 0x20 || octet > 0x7e) {
                appendDecimalEscape(text, octet);
            } else {
                text.append((char) octet);
            }
        }
        return text.append('"').toString();
    }

    /** {@code \DDD} of RFC 1035 §5.1. */
    static void appendDecimalEscape(StringBuilder text, int octet) {
        text.append('\\')
                .append((char) ('0' + octet / 100))
                .append((char) ('0' + octet / 10 % 10))
                .append((char) ('0' + octet % 10));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return quoted();
    }
}
