package dev.netrarium.wire.capture;

import dev.netrarium.wire.BigEndian;

/** Numbers of a byte array in the byte order that a capture's magic number tells. */
final class ByteReader {
    private final byte[] b;
    private final boolean littleEndian;

    ByteReader(byte[] b, boolean littleEndian) {
        this.b = b;
        this.littleEndian = littleEndian;
    }

    byte[] bytes() {
        return b;
    }

    int u16(int at) {
        int value = BigEndian.u16(b, at);
        return littleEndian ? Short.reverseBytes((short) value) & 0xffff : value;
    }

    long u32(int at) {
        int value = BigEndian.i32(b, at);
        return (littleEndian ? Integer.reverseBytes(value) : value) & 0xffff_ffffL;
    }

    long i64(int at) {
        long value = BigEndian.i64(b, at);
        return littleEndian ? Long.reverseBytes(value) : value;
    }
}
