package dev.netrarium.stack;

/**
 * One datagram whose fragments are coming in. Each fragment's bytes go to their place at once; a bit per eight bytes
 * says what is there. So order costs nothing, and nothing is searched.
 */
final class Assembly extends Timer {
    /** The longest headers before the data: IPv4 has 60 bytes, IPv6 has what extension headers one allows. */
    static final int MOST_HEADER_BYTES = 256;

    /** Where the data begins in the buffer. */
    static final int DATA = Packet.HEADROOM + MOST_HEADER_BYTES;

    private static final int MOST_DATA_BYTES = 65535;
    private static final int UNITS = (MOST_DATA_BYTES + 8) / 8;

    /** What adding a fragment has come to. */
    enum Added {
        STORED,
        DUPLICATE,
        /** The fragment contradicts others: the whole datagram must go (RFC 5722; Linux does so for IPv4 too). */
        CONTRADICTION
    }

    final Reassembly owner;
    final boolean isV4;
    final long keyHigh;
    final long keyLow;
    Packet buffer;

    /** Bytes of the first fragment's headers, which end at {@link #DATA}; 0 while it has not come. */
    int headerBytes;

    /** Bytes of data that the first fragment brought. */
    int firstBytes;

    /** A bit for each of the four ECN values seen (RFC 3168 §5.3). */
    int ecnSeen;

    private final long[] present = new long[(UNITS + 63) / 64];
    private int units;
    private int totalBytes = -1;
    private int mostBytes;

    Assembly(Reassembly owner, boolean isV4, long keyHigh, long keyLow, Packet buffer) {
        this.owner = owner;
        this.isV4 = isV4;
        this.keyHigh = keyHigh;
        this.keyLow = keyLow;
        this.buffer = buffer;
    }

    /** Bytes of data, once the last fragment has come; else -1. */
    int totalBytes() {
        return totalBytes;
    }

    boolean isComplete() {
        return totalBytes >= 0 && units == (totalBytes + 7 >>> 3);
    }

    /** Notes the place of a fragment; the buffer must then be large enough, and {@link #store} follows. */
    Added claim(int offset, int length, boolean more) {
        int end = offset + length;
        if (more ? totalBytes >= 0 && end > totalBytes : totalBytes >= 0 ? end != totalBytes : end < mostBytes) {
            return Added.CONTRADICTION;
        }
        int from = offset >>> 3;
        int to = end + 7 >>> 3;
        int there = 0;
        for (int i = from; i < to; i++) {
            there += (int) (present[i >>> 6] >>> i & 1);
        }
        if (there == to - from) {
            return Added.DUPLICATE;
        }
        if (there > 0) {
            return Added.CONTRADICTION;
        }
        for (int i = from; i < to; i++) {
            present[i >>> 6] |= 1L << i;
        }
        units += to - from;
        mostBytes = Math.max(mostBytes, end);
        if (!more) {
            totalBytes = end;
        }
        return Added.STORED;
    }

    void store(int offset, byte[] from, int at, int length) {
        System.arraycopy(from, at, buffer.bytes, DATA + offset, length);
    }

    /** Keeps the headers of the first fragment, which become those of the datagram. */
    void storeHeader(byte[] from, int at, int length, int dataLength) {
        headerBytes = length;
        firstBytes = dataLength;
        System.arraycopy(from, at, buffer.bytes, DATA - length, length);
    }

    /** Moves what is there into a larger buffer. */
    void moveTo(Packet larger) {
        System.arraycopy(buffer.bytes, 0, larger.bytes, 0, Math.min(buffer.bytes.length, DATA + mostBytes));
        larger.id = buffer.id;
        buffer.release();
        buffer = larger;
    }

    @Override
    protected void fire(long now) {
        owner.timedOut(now, this);
    }
}
