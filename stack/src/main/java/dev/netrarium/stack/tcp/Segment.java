package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Packet;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.SequenceNumber;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.TcpOptions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The segment being looked at: SEG.SEQ, SEG.ACK … of RFC 9293 §3.3.1, its options and its addresses, IPv4 ones in
 * mapped form. One per host, filled anew for each segment, so that looking at a segment allocates nothing.
 */
final class Segment {
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
    /** The twelve bits after the data offset, reserved ones included. */
    int flags;

    /** The two ECN bits of the IP header: a codepoint of {@link Ecn}. */
    int ecn;

    /** As it stands in the header, not scaled. */
    int window;

    /** As it stands in the header; means something with URG only. */
    int urgentPointer;

    int dataAt;
    int dataLength;
    long packetId;

    /** Payload of each segment when several came as one, else 0. */
    int gsoSize;

    boolean hasTimestamps;
    int timestamp;
    int timestampEcho;

    /** 0 when absent. */
    int mss;

    /** -1 when absent. */
    int windowScale;

    boolean sackPermitted;

    private boolean hasFastOpen;

    /** 0 when absent. */
    int sackBlocks;

    byte[] bytes = new byte[0];

    private final TcpOptions options = new TcpOptions();

    /**
     * Fills this from a packet whose network and transport offsets are set.
     *
     * @return false when the header is malformed
     */
    boolean parse(Packet packet) {
        byte[] b = packet.bytes;
        int at = packet.transport;
        if (!TcpHeader.isValid(b, at, packet.end)) {
            return false;
        }
        int headerBytes = TcpHeader.headerBytes(b, at);
        bytes = b;
        packetId = packet.id;
        gsoSize = packet.gsoSize;
        addresses(b, packet.network, true);
        remotePort = TcpHeader.sourcePort(b, at);
        localPort = TcpHeader.destinationPort(b, at);
        sequence = TcpHeader.sequenceNumber(b, at);
        acknowledgment = TcpHeader.acknowledgmentNumber(b, at);
        flags = TcpHeader.flags(b, at);
        int versionAndClass = BigEndian.u16(b, packet.network);
        ecn = (versionAndClass >= 0x6000 ? versionAndClass >>> 4 : versionAndClass) & Ecn.MASK;
        window = TcpHeader.window(b, at);
        urgentPointer = TcpHeader.urgentPointer(b, at);
        dataAt = at + headerBytes;
        dataLength = packet.end - dataAt;
        hasTimestamps = false;
        mss = 0;
        windowScale = -1;
        sackPermitted = false;
        hasFastOpen = false;
        sackBlocks = 0;
        if (headerBytes == TcpHeader.BYTES + TIMESTAMP_BYTES
                && BigEndian.i32(b, at + TcpHeader.BYTES) == ALIGNED_TIMESTAMPS) {
            hasTimestamps = true;
            timestamp = BigEndian.i32(b, at + TcpHeader.BYTES + 4);
            timestampEcho = BigEndian.i32(b, at + TcpHeader.BYTES + 8);
        } else if (headerBytes > TcpHeader.BYTES) {
            readOptions(b, at);
        }
        return true;
    }

    /** Fills addresses, ports and sequence number from a quoted segment that this host sent. */
    void parseQuoted(Packet packet) {
        byte[] b = packet.bytes;
        addresses(b, packet.network, false);
        int at = packet.transport;
        localPort = TcpHeader.sourcePort(b, at);
        remotePort = TcpHeader.destinationPort(b, at);
        sequence = TcpHeader.sequenceNumber(b, at);
        packetId = packet.id;
    }

    /** How many segments it stands for on the wire. */
    int segments() {
        return gsoSize == 0 ? 1 : Math.max(1, (dataLength + gsoSize - 1) / gsoSize);
    }

    /** Payload of the largest of them. */
    int largestBytes() {
        return gsoSize == 0 ? dataLength : Math.min(gsoSize, dataLength);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** SEG.LEN: what the segment occupies in sequence space. */
    int length() {
        return dataLength + (flags & TcpHeader.FIN) + ((flags & TcpHeader.SYN) >>> 1);
    }

    /** The sequence number after the segment. */
    int end() {
        return sequence + length();
    }

    int ports() {
        return localPort << 16 | remotePort;
    }

    /** First sequence number of a SACK block. */
    int sackLeft(int block) {
        return options.sackLeft(block);
    }

    /** Sequence number after the last of a SACK block. */
    int sackRight(int block) {
        return options.sackRight(block);
    }

    /** The Fast Open option of a SYN or SYN-ACK; null when there is none, or one that cannot be right. */
    @Nullable FastOpenCookie fastOpenCookie() {
        int length = hasFastOpen ? options.fastOpenCookieLength() : -1;
        boolean right = length == 0
                || (length >= FastOpenCookie.LEAST_BYTES && length <= FastOpenCookie.MOST_BYTES && length % 2 == 0);
        if (!right) {
            return null;
        }
        int at = options.fastOpenCookieAt();
        return new FastOpenCookie(Arrays.copyOfRange(bytes, at, at + length), options.fastOpenExperimental());
    }

    /** The first {@code count} bytes of the data are known already. */
    void trimFront(int count) {
        sequence += count;
        dataAt += count;
        dataLength -= count;
    }

    /** What lies at or beyond {@code limit} does not fit the window, and a FIN neither. */
    void trimBack(int limit) {
        if (SequenceNumber.lessThan(limit, end())) {
            int excess = end() - limit;
            if (has(TcpHeader.FIN)) {
                flags &= ~TcpHeader.FIN;
                excess--;
            }
            dataLength = Math.max(0, dataLength - excess);
        }
    }

    private void readOptions(byte[] b, int at) {
        options.read(b, at);
        if (options.hasTimestamps()) {
            hasTimestamps = true;
            timestamp = options.timestampValue();
            timestampEcho = options.timestampEcho();
        }
        sackBlocks = options.sackBlocks();
        if (has(TcpHeader.SYN)) {
            mss = options.maximumSegmentSize();
            windowScale = options.windowShift();
            sackPermitted = options.sackPermitted();
            hasFastOpen = options.hasFastOpen();
        }
    }

    private void addresses(byte[] b, int at, boolean received) {
        long sourceHigh = 0;
        long sourceLow;
        long destinationHigh = 0;
        long destinationLow;
        if ((b[at] & 0xf0) == 0x40) {
            sourceLow = MAPPED | BigEndian.u32(b, at + Ipv4Header.SOURCE);
            destinationLow = MAPPED | BigEndian.u32(b, at + Ipv4Header.DESTINATION);
        } else {
            sourceHigh = BigEndian.i64(b, at + Ipv6Header.SOURCE);
            sourceLow = BigEndian.i64(b, at + Ipv6Header.SOURCE + 8);
            destinationHigh = BigEndian.i64(b, at + Ipv6Header.DESTINATION);
            destinationLow = BigEndian.i64(b, at + Ipv6Header.DESTINATION + 8);
        }
        localHigh = received ? destinationHigh : sourceHigh;
        localLow = received ? destinationLow : sourceLow;
        remoteHigh = received ? sourceHigh : destinationHigh;
        remoteLow = received ? sourceLow : destinationLow;
    }
}
