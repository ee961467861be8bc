package dev.netrarium.services.dns;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the fields of a message in order, compressing names (RFC 1035 §4.1.4), into a buffer that grows as needed. What
 * was written behind a {@link #position} can be taken back, together with the names that were first seen there.
 */
final class MessageWriter {
    /** Pointers have 14 bits. */
    private static final int POINTER_REACH = 0x4000;

    private final Map<DomainName, Integer> seen = new LinkedHashMap<>();
    private byte[] bytes = new byte[512];
    private int at;

    int position() {
        return at;
    }

    void u8(int value) {
        room(1);
        bytes[at++] = (byte) value;
    }

    void u16(int value) {
        room(2);
        bytes[at++] = (byte) (value >>> 8);
        bytes[at++] = (byte) value;
    }

    void i32(int value) {
        u16(value >>> 16);
        u16(value);
    }

    /** Overwrites two bytes written before. */
    void patchU16(int position, int value) {
        bytes[position] = (byte) (value >>> 8);
        bytes[position + 1] = (byte) value;
    }

    void octets(Octets octets) {
        room(octets.lengthBytes());
        octets.writeTo(bytes, at);
        at += octets.lengthBytes();
    }

    void characterString(Octets octets) {
        u8(octets.lengthBytes());
        octets(octets);
    }

    /** Reserves bytes for the caller to fill in {@link #bytes}, and returns their offset. */
    int reserve(int lengthBytes) {
        room(lengthBytes);
        int from = at;
        at += lengthBytes;
        return from;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The name, its longest known ending replaced by a pointer. */
    void compressedName(DomainName name) {
        room(DomainName.MAX_BYTES + 1);
        int labels = name.labelCount();
        DomainName suffix = name;
        for (int skipped = 0; skipped < labels; skipped++) {
            Integer known = seen.get(suffix);
            if (known != null) {
                at = name.writeFirstLabels(skipped, bytes, at);
                u16(0xc000 | known);
                remember(name, skipped, at - 2 - prefixBytes(name, suffix));
                return;
            }
            suffix = suffix.parent();
        }
        int from = at;
        at = name.writeTo(bytes, at);
        remember(name, labels, from);
    }

    private static int prefixBytes(DomainName name, DomainName suffix) {
        return name.lengthBytes() - suffix.lengthBytes();
    }

    /** Remembers where {@code name} and its endings start, as far as the first {@code labels} labels were written out. */
    private void remember(DomainName name, int labels, int from) {
        DomainName suffix = name;
        for (int i = 0; i < labels; i++) {
            int offset = from + prefixBytes(name, suffix);
            if (offset >= POINTER_REACH) {
                return;
            }
            seen.putIfAbsent(suffix, offset);
            suffix = suffix.parent();
        }
    }

    /** A name that must not be compressed: in data of types younger than RFC 1035 (RFC 3597 §4). */
    void plainName(DomainName name) {
        room(DomainName.MAX_BYTES);
        at = name.writeTo(bytes, at);
    }

    /** Takes back everything written at or behind {@code position}. */
    void backTo(int position) {
        at = position;
        seen.values().removeIf(offset -> offset >= position);
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, at);
    }

    private void room(int more) {
        if (bytes.length - at < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + more));
        }
    }
}
