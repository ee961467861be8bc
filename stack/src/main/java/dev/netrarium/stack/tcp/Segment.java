package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Packet;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.SequenceNumber;
import dev.netrarium.wire.TcpHeader;

/**
 * The segment being looked at: SEG.SEQ, SEG.ACK … of RFC 9293 §3.3.1, its options and its addresses, IPv4 ones in
 * mapped form. One per host, filled anew for each segment, so that looking at a segment allocates nothing.
 */
final class Segment {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;
    static final int URG = 0x20;

    static final int HEADER_BYTES = 20;
    static final int TIMESTAMP_BYTES = 12;

    private static final long MAPPED = 0xffff_0000_0000L;

    /** NOP, NOP, timestamps, length 10: how nearly every segment's options begin and end. */
    private static final int ALIGNED_TIMESTAMPS = 0x0101080a;

    long localHigh;
    long localLow;
    long remoteHigh;
    long remoteLow;
    int localPort;
    int remotePort;
    int sequence;
    int acknowledgment;
    int flags;

    /** As it stands in the header, not scaled. */
    int window;

    int dataAt;
    int dataLength;
    long packetId;

    boolean hasTimestamps;
    int timestamp;
    int timestampEcho;
    /** 0 when absent. */
    int mss;
    /** -1 when absent. */
    int windowScale;

    boolean sackPermitted;

    byte[] bytes = new byte[0];

    /**
     * Fills this from a packet whose network and transport offsets are set.
     *
     * @return false when the header is malformed
     */
    boolean parse(Packet packet) {
        byte[] b = packet.bytes;
        int at = packet.transport;
        int available = packet.end - at;
        if (available < HEADER_BYTES) {
            return false;
        }
        int headerBytes = (b[at + 12] >>> 2) & 0x3c;
        if (headerBytes < HEADER_BYTES || headerBytes > available) {
            return false;
        }
        bytes = b;
        packetId = packet.id;
        addresses(b, packet.network, true);
        remotePort = BigEndian.u16(b, at);
        localPort = BigEndian.u16(b, at + 2);
        sequence = TcpHeader.sequenceNumber(b, at);
        acknowledgment = TcpHeader.acknowledgmentNumber(b, at);
        flags = b[at + 13] & 0x3f;
        window = BigEndian.u16(b, at + 14);
        dataAt = at + headerBytes;
        dataLength = available - headerBytes;
        hasTimestamps = false;
        mss = 0;
        windowScale = -1;
        sackPermitted = false;
        if (headerBytes == HEADER_BYTES) {
            return true;
        }
        if (headerBytes == HEADER_BYTES + TIMESTAMP_BYTES && BigEndian.i32(b, at + HEADER_BYTES) == ALIGNED_TIMESTAMPS) {
            timestamps(b, at + HEADER_BYTES + 4);
        } else {
            options(b, at + HEADER_BYTES, at + headerBytes);
        }
        return true;
    }

    /** Fills addresses, ports and sequence number from a quoted segment that this host sent. */
    void parseQuoted(Packet packet) {
        byte[] b = packet.bytes;
        addresses(b, packet.network, false);
        int at = packet.transport;
        localPort = BigEndian.u16(b, at);
        remotePort = BigEndian.u16(b, at + 2);
        sequence = TcpHeader.sequenceNumber(b, at);
        packetId = packet.id;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** SEG.LEN: what the segment occupies in sequence space. */
    int length() {
        return dataLength + (flags & FIN) + ((flags & SYN) >>> 1);
    }

    /** The sequence number after the segment. */
    int end() {
        return sequence + length();
    }

    int ports() {
        return localPort << 16 | remotePort;
    }

    boolean isV4() {
        return localHigh == 0 && (localLow & 0xffff_ffff_0000_0000L) == MAPPED;
    }

    /** The first {@code bytes} of the data are known already. */
    void trimFront(int bytes) {
        sequence += bytes;
        dataAt += bytes;
        dataLength -= bytes;
    }

    /** What lies at or beyond {@code limit} does not fit the window, and a FIN neither. */
    void trimBack(int limit) {
        int excess = end() - limit;
        if (excess > 0 && SequenceNumber.lessThan(limit, end())) {
            if (has(FIN)) {
                flags &= ~FIN;
                excess--;
            }
            dataLength = Math.max(0, dataLength - excess);
        }
    }

    private void addresses(byte[] b, int at, boolean received) {
        long sourceHigh;
        long sourceLow;
        long destinationHigh;
        long destinationLow;
        if ((b[at] & 0xf0) == 0x40) {
            sourceHigh = 0;
            sourceLow = MAPPED | (BigEndian.i32(b, at + 12) & 0xffffffffL);
            destinationHigh = 0;
            destinationLow = MAPPED | (BigEndian.i32(b, at + 16) & 0xffffffffL);
        } else {
            sourceHigh = BigEndian.i64(b, at + 8);
            sourceLow = BigEndian.i64(b, at + 16);
            destinationHigh = BigEndian.i64(b, at + 24);
            destinationLow = BigEndian.i64(b, at + 32);
        }
        localHigh = received ? destinationHigh : sourceHigh;
        localLow = received ? destinationLow : sourceLow;
        remoteHigh = received ? sourceHigh : destinationHigh;
        remoteLow = received ? sourceLow : destinationLow;
    }

    private void timestamps(byte[] b, int at) {
        hasTimestamps = true;
        timestamp = BigEndian.i32(b, at);
        timestampEcho = BigEndian.i32(b, at + 4);
    }

    /** Reads what is known; what is unknown or malformed is passed over, as RFC 9293 §3.1 allows. */
    private void options(byte[] b, int at, int limit) {
        while (at < limit) {
            int kind = b[at];
            if (kind == 0) {
                return;
            }
            if (kind == 1) {
                at++;
                continue;
            }
            if (at + 1 == limit) {
                return;
            }
            int length = b[at + 1] & 0xff;
            if (length < 2 || at + length > limit) {
                return;
            }
            switch (kind) {
                case 2 -> {
                    if (length == 4 && has(SYN)) {
                        mss = BigEndian.u16(b, at + 2);
                    }
                }
                case 3 -> {
                    if (length == 3 && has(SYN)) {
                        windowScale = Math.min(b[at + 2] & 0xff, 14); // RFC 7323 §2.3
                    }
                }
                case 4 -> {
                    if (length == 2 && has(SYN)) {
                        sackPermitted = true;
                    }
                }
                case 8 -> {
                    if (length == 10) {
                        timestamps(b, at + 2);
                    }
                }
                default -> {}
            }
            at += length;
        }
    }
}
