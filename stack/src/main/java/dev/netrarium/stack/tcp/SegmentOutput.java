package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Network;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Path;
import dev.netrarium.stack.Transmit;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.TcpOptions;
import org.jspecify.annotations.Nullable;

/** Builds every segment that a connection sends: header, options in Linux's order, data, checksum. */
final class SegmentOutput {
    private final Tcp tcp;
    private final Network network;
    private final int[] sackEdges = new int[2 * TcpOptions.MAXIMUM_SACK_BLOCKS];

    SegmentOutput(Tcp tcp, Network network) {
        this.tcp = tcp;
        this.network = network;
    }

    /**
     * Data from the send buffer, with or without FIN.
     *
     * @param gsoSize payload of each segment when this is a super-segment, else 0
     */
    Transmit data(long now, TcpConnection c, int flags, int sequence, int bufferOffset, int length, int gsoSize) {
        int header = TcpHeader.BYTES + (c.hasTimestamps ? Segment.TIMESTAMP_BYTES : 0);
        Packet packet = network.take(header + length);
        int at = packet.start;
        int ecn = Ecn.mark(c, length, sequence - c.sender.next >= 0);
        int told = Ecn.flags(c, ecn);
        writeFixed(packet, c, flags | told, sequence, header, c.receiver.announce());
        if (c.hasTimestamps) {
            writeTimestamps(packet.bytes, at + TcpHeader.BYTES, c, now);
        }
        if (length > 0) {
            c.sender.buffer.copy(bufferOffset, packet.bytes, at + header, length);
        }
        packet.sender = c;
        packet.gsoSize = gsoSize;
        c.sender.handedDown();
        int segments = gsoSize == 0 ? 1 : (length + gsoSize - 1) / gsoSize;
        Transmit outcome = send(now, c, packet, ecn, segments, c.sender.superSegments);
        if (outcome == Transmit.REFUSED) {
            Ecn.notSent(c, told);
        }
        return outcome;
    }

    /** A segment without data that tells RCV.NXT, the window, and what lies beyond gaps. */
    void acknowledgment(long now, TcpConnection c) {
        bare(now, c, TcpHeader.ACK, c.sender.next);
    }

    /** A segment with an old sequence number, which the peer must answer. */
    void probe(long now, TcpConnection c) {
        bare(now, c, TcpHeader.ACK, c.sender.unacknowledged - 1);
    }

    /** A reset that the peer will accept: at the left edge of what it expects. */
    void reset(long now, TcpConnection c) {
        tcp.counters.add(Mib.TCP_OUT_RESETS);
        bare(now, c, TcpHeader.RST | TcpHeader.ACK, c.sender.next);
    }

    /** The first segment, with so many bytes of the send buffer. */
    void syn(long now, TcpConnection c, int earlyBytes) {
        opening(now, c, TcpHeader.SYN | Ecn.synFlags(c), earlyBytes);
    }

    /** The second segment of a simultaneous open, or of what a SYN's cookie opened. */
    void synAck(long now, TcpConnection c) {
        opening(now, c, TcpHeader.SYN | TcpHeader.ACK | Ecn.synAckFlags(c), 0);
    }

    private void bare(long now, TcpConnection c, int flags, int sequence) {
        int blocks = 0;
        if (c.sackAgreed) {
            blocks = c.receiver.sackBlocks(sackEdges, c.hasTimestamps ? 3 : 4);
        }
        int header =
                TcpHeader.BYTES + (c.hasTimestamps ? Segment.TIMESTAMP_BYTES : 0) + (blocks > 0 ? 4 + 8 * blocks : 0);
        Packet packet = network.take(header);
        int at = packet.start;
        writeFixed(packet, c, flags | Ecn.flags(c, Ecn.NOT_CAPABLE), sequence, header, c.receiver.announce());
        int option = at + TcpHeader.BYTES;
        if (c.hasTimestamps) {
            option = writeTimestamps(packet.bytes, option, c, now);
        }
        if (blocks > 0) {
            option = TcpOptions.putNoOperation(packet.bytes, option);
            option = TcpOptions.putNoOperation(packet.bytes, option);
            option = TcpOptions.putSackHead(packet.bytes, option, blocks);
            for (int i = 0; i < blocks; i++) {
                option = TcpOptions.putSackBlock(packet.bytes, option, sackEdges[2 * i], sackEdges[2 * i + 1]);
            }
        }
        send(now, c, packet, Ecn.NOT_CAPABLE, 1, c.path().takesSuperSegments());
    }

    private void opening(long now, TcpConnection c, int flags, int earlyBytes) {
        // As Linux, which sends its own SYN again with an ACK where two SYNs have crossed.
        boolean answer = c.isEarly();
        boolean timestamps = answer ? c.hasTimestamps : tcp.config().timestamps() != 0;
        boolean sack = answer ? c.sackAgreed : tcp.config().sack() != 0;
        boolean crossed = !answer && c.state == TcpState.SYN_RECEIVED;
        int scale =
                crossed && !c.scaleAgreed ? ReceiveWindow.scale(c.settings(), tcp.config()) : c.receiver.windowScale;
        if (tcp.config().windowScaling() == 0 || (answer && !c.scaleAgreed)) {
            scale = -1;
        }
        int options = synOptionBytes(timestamps, sack, scale);
        FastOpenCookie cookie = c.fastOpen == null ? null : c.fastOpen.option;
        if (cookie != null && TcpHeader.BYTES + options + cookie.optionBytes() > TcpHeader.MAXIMUM_BYTES) {
            cookie = null;
        }
        int header = TcpHeader.BYTES + options + (cookie == null ? 0 : cookie.optionBytes());
        Packet packet = network.take(header + earlyBytes);
        writeFixed(packet, c, flags, c.sender.initial, header, c.receiver.announceUnscaled());
        writeSynOptions(
                packet.bytes,
                packet.start + TcpHeader.BYTES,
                c.advertisedMss,
                timestamps,
                c.timestampNow(now),
                c.timestampRecent, // of a SYN: of the connection whose port it takes, or 0
                sack,
                scale);
        if (cookie != null) {
            cookie.write(packet.bytes, packet.start + TcpHeader.BYTES + options);
        }
        if (earlyBytes > 0) {
            c.sender.buffer.copy(0, packet.bytes, packet.start + header, earlyBytes);
        }
        send(now, c, packet, Ecn.NOT_CAPABLE, 1, c.path().takesSuperSegments());
    }

    static int synOptionBytes(boolean timestamps, boolean sack, int windowScale) {
        return 4 + (timestamps ? 12 : sack ? 4 : 0) + (windowScale >= 0 ? 4 : 0);
    }

    /** MSS, then SACK-permitted and timestamps sharing words, then window scale. */
    static void writeSynOptions(
            byte[] b, int at, int mss, boolean timestamps, int value, int echo, boolean sack, int windowScale) {
        at = TcpOptions.putMaximumSegmentSize(b, at, mss);
        if (timestamps && sack) {
            at = TcpOptions.putSackPermitted(b, at);
        } else if (timestamps || sack) {
            at = TcpOptions.putNoOperation(b, at);
            at = TcpOptions.putNoOperation(b, at);
        }
        if (timestamps) {
            at = TcpOptions.putTimestamps(b, at, value, echo);
        } else if (sack) {
            at = TcpOptions.putSackPermitted(b, at);
        }
        if (windowScale >= 0) {
            at = TcpOptions.putNoOperation(b, at);
            TcpOptions.putWindowScale(b, at, windowScale);
        }
    }

    /** The fixed header; the checksum is left for {@link #sum}. */
    static void writeHeader(
            byte[] b, int at, FourTuple tuple, int flags, int sequence, int acknowledgment, int header, int window) {
        int ports = tuple.localPort() << 16 | tuple.remotePort();
        int offsetFlagsWindow = (header << 10 | flags) << 16 | window & 0xffff;
        BigEndian.put64(b, at, (long) ports << 32 | sequence & 0xffffffffL);
        BigEndian.put64(
                b, at + TcpHeader.ACKNOWLEDGMENT_NUMBER, (long) acknowledgment << 32 | offsetFlagsWindow & 0xffffffffL);
        BigEndian.put32(b, at + TcpHeader.CHECKSUM, 0); // and the urgent pointer
    }

    /** Completes the checksum of the segment in view. */
    static void sum(Packet packet, Path path) {
        int length = packet.end - packet.start;
        long sum = path.pseudoHeaderSum(IpProtocol.TCP, length);
        sum = Checksum.add(sum, packet.bytes, packet.start, length);
        TcpHeader.putChecksum(packet.bytes, packet.start, Checksum.finish(sum));
        packet.transport = packet.start;
    }

    /** Leaves the sum to whoever needs it: only the pseudo-header's is made. */
    private static void begin(Packet packet, Path path) {
        int sum = Checksum.fold(path.pseudoHeaderSum(IpProtocol.TCP, packet.length()));
        TcpHeader.putChecksum(packet.bytes, packet.start, sum);
        packet.transport = packet.start;
        packet.checksum = Packet.ChecksumState.PARTIAL;
        packet.checksumStart = packet.start;
        packet.checksumOffset = TcpHeader.CHECKSUM;
    }

    private static void writeFixed(Packet packet, TcpConnection c, int flags, int sequence, int header, int window) {
        boolean ack = (flags & TcpHeader.ACK) != 0;
        writeHeader(packet.bytes, packet.start, c.tuple(), flags, sequence, ack ? c.receiver.next : 0, header, window);
        int urgent = c.sender.urgentPointer(sequence);
        if (urgent > 0) {
            TcpHeader.putOffsetAndFlags(packet.bytes, packet.start, header, flags | TcpHeader.URG);
            TcpHeader.putUrgentPointer(packet.bytes, packet.start, urgent);
        }
    }

    private static int writeTimestamps(byte[] b, int at, TcpConnection c, long now) {
        at = TcpOptions.putNoOperation(b, at);
        at = TcpOptions.putNoOperation(b, at);
        return TcpOptions.putTimestamps(b, at, c.timestampNow(now), c.timestampRecent);
    }

    /**
     * @param ecn the codepoint of {@link Ecn} for the low bits of the traffic class; what a program set there does not
     *     count, as on Linux
     * @param segments how many the packet stands for on the wire
     * @param sumLater the path takes packets without their checksum
     */
    private Transmit send(long now, TcpConnection c, Packet packet, int ecn, int segments, boolean sumLater) {
        Path path = c.path();
        if (sumLater) {
            begin(packet, path);
        } else {
            sum(packet, path);
        }
        if (network.tracing()) {
            int at = packet.start;
            boolean carriesNews = packet.length() > TcpHeader.headerBytes(packet.bytes, at)
                    || (TcpHeader.flags(packet.bytes, at) & TcpHeader.FIN) != 0;
            packet.cause = c.cause(carriesNews);
        }
        tcp.counters.add(Mib.TCP_OUT_SEGMENTS, segments);
        c.sender.segmentsOut += segments;
        packet.departureNanos = c.sender.pacing.departureNanos(now);
        c.receiver.acknowledgmentSent();
        TcpSettings settings = c.settings();
        packet.mayBeFragmented = !settings.mtuDiscover().forbidsFragments();
        int trafficClass = settings.trafficClass() & ~Ecn.MASK | ecn;
        return network.send(now, path, packet, IpProtocol.TCP, settings.timeToLive(), trafficClass);
    }

    /** For segments that no connection sends. */
    void sendBare(long now, Path path, Packet packet, @Nullable Cause cause, TcpSettings settings) {
        sum(packet, path);
        packet.cause = cause;
        tcp.counters.add(Mib.TCP_OUT_SEGMENTS);
        int trafficClass = settings.trafficClass() & ~Ecn.MASK;
        network.send(now, path, packet, IpProtocol.TCP, settings.timeToLive(), trafficClass);
    }
}
