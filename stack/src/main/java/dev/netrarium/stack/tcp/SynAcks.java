package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Packet;
import dev.netrarium.wire.TcpHeader;
import org.jspecify.annotations.Nullable;

/** Builds what a half-open connection sends: its SYN-ACK, and ACKs for what does not fit the handshake. */
final class SynAcks {
    private final Tcp tcp;

    SynAcks(Tcp tcp) {
        this.tcp = tcp;
    }

    /**
     * The second segment of a handshake.
     *
     * @param answered the packet that made it be owed
     */
    void send(long now, HalfOpen half, long answered, String why) {
        write(now, half, TcpHeader.SYN | TcpHeader.ACK, tcp.network.tracing() ? new Cause.Answer(answered, why) : null);
    }

    /** The same once more, which nobody asked for. */
    void sendAgain(long now, HalfOpen half) {
        Cause cause = tcp.network.tracing() ? new Cause.Retransmission("time-out", half.retries) : null;
        write(now, half, TcpHeader.SYN | TcpHeader.ACK, cause);
    }

    /** It comes from the network, and does not fit: an ACK tells the peer where we are, at a limited rate. */
    void challenge(long now, HalfOpen half, long answered) {
        if (half.mayAnswer(now)) {
            tcp.counters.add(Mib.TCP_CHALLENGE_ACKS);
            Cause cause = tcp.network.tracing() ? new Cause.Answer(answered, "it does not fit the handshake") : null;
            write(now, half, TcpHeader.ACK, cause);
        }
    }

    void reset(long now, HalfOpen half) {
        tcp.counters.add(Mib.TCP_OUT_RESETS);
        Cause cause = tcp.network.tracing() ? new Cause.Command("close") : null;
        write(now, half, TcpHeader.RST | TcpHeader.ACK, cause);
    }

    private void write(long now, HalfOpen half, int flags, @Nullable Cause cause) {
        boolean syn = (flags & TcpHeader.SYN) != 0;
        TcpSettings settings = half.queue.listener.settings();
        int scale = half.peerWindowScale < 0 ? -1 : ReceiveWindow.scale(settings, tcp.config());
        int options = syn ? SegmentOutput.synOptionBytes(half.hasTimestamps, half.sackAgreed, scale) : 0;
        FastOpenCookie cookie = syn ? half.cookieToTell : null;
        int room = TcpHeader.MAXIMUM_BYTES - TcpHeader.BYTES - options;
        if (cookie != null && cookie.optionBytes() > room) {
            cookie = null;
        }
        int header = TcpHeader.BYTES + options + (cookie == null ? 0 : cookie.optionBytes());
        Packet packet = tcp.network.take(header);
        int window = Math.min(
                syn || scale < 0 ? half.firstWindowBytes : half.firstWindowBytes >>> scale, ReceiveWindow.MAX_UNSCALED);
        SegmentOutput.writeHeader(
                packet.bytes,
                packet.start,
                half.tuple(),
                syn && half.ecnAgreed ? flags | TcpHeader.ECE : flags,
                syn ? half.initial : half.initial + 1,
                half.peerInitial + 1,
                header,
                window);
        if (syn) {
            int clock = InitialSequenceNumbers.timestampClock(now);
            if (half.isCookie) {
                clock = SynCookies.timestamp(clock, half.peerWindowScale, half.sackAgreed, half.ecnAgreed);
            }
            SegmentOutput.writeSynOptions(
                    packet.bytes,
                    packet.start + TcpHeader.BYTES,
                    half.advertisedMss,
                    half.hasTimestamps,
                    clock + half.timestampOffset,
                    half.timestampRecent,
                    half.sackAgreed,
                    scale);
            if (cookie != null) {
                cookie.write(packet.bytes, packet.start + TcpHeader.BYTES + options);
                half.cookieToTell = null; // told once: the network may be what swallowed the first SYN-ACK
            }
        }
        tcp.output.sendBare(now, half.path, packet, cause, settings);
    }
}
