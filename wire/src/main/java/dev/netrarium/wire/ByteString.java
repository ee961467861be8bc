package dev.netrarium.wire;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Bytes that do not change, equal by content: what a record holds where a format leaves bytes uninterpreted. */
public final class ByteString {
    public static final ByteString EMPTY = new ByteString(new byte[0]);

    private final byte[] bytes;

    private ByteString(byte[] bytes) {
        this.bytes = bytes;
    }

    public static ByteString copyOf(byte[] b, int at, int end) {
        return at == end ? EMPTY : new ByteString(Arrays.copyOfRange(b, at, end));
    }

    public static ByteString copyOf(byte[] b) {
        return copyOf(b, 0, b.length);
    }

    /**
     * Parses hexadecimal digits, two a byte.
     *
     * @throws IllegalArgumentException when the text is something else
     */
    public static ByteString ofHex(String digits) {
        return new ByteString(HexFormat.of().parseHex(digits));
    }

    public int lengthBytes() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** The byte at an index, 0 to 255. */
    public int at(int index) {
        return bytes[index] & 0xff;
    }

    public void writeTo(byte[] b, int at) {
        System.arraycopy(bytes, 0, b, at, bytes.length);
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
