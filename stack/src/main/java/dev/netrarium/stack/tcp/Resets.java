package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Network;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Path;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.TcpHeader;

/** Answers segments that belong to nobody with a reset the sender will accept (RFC 9293 §3.10.7.1). */
final class Resets {
    private final Tcp tcp;
    private final Network network;

    Resets(Tcp tcp, Network network) {
        this.tcp = tcp;
        this.network = network;
    }

    void answer(long now, Segment segment, String why) {
        if (segment.has(TcpHeader.RST)) {
            return;
        }
        FourTuple tuple = FourTuple.of(segment);
        IpAddress local = tuple.localAddress();
        if (local.isMulticast() || network.isBroadcast(local)) {
            return;
        }
        Path path = network.path(local, tuple.remoteAddress(), 0);
        if (path.error() != null) {
            return;
        }
        boolean ack = segment.has(TcpHeader.ACK);
        Packet packet = network.take(TcpHeader.BYTES);
        SegmentOutput.writeHeader(
                packet.bytes,
                packet.start,
                tuple,
                ack ? TcpHeader.RST : TcpHeader.RST | TcpHeader.ACK,
                ack ? segment.acknowledgment : 0,
                ack ? 0 : segment.end(),
                TcpHeader.BYTES,
                0);
        tcp.counters.add(Mib.TCP_OUT_RESETS);
        Cause cause = network.tracing() ? new Cause.Answer(segment.packetId, why) : null;
        tcp.output.sendBare(now, path, packet, cause, TcpSettings.DEFAULT);
    }
}
