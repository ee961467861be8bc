package dev.netrarium.services.dns;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.dissect.Dissector;
import dev.netrarium.wire.dissect.LayerBuilder;
import dev.netrarium.wire.dissect.Selector;
import java.util.List;

/** DNS (RFC 1035) over UDP and TCP port 53: the message as a tree, and in one line as tcpdump has it. */
public final class DnsDissector implements Dissector {
    private static final int PORT = 53;
    private static final Selector UDP = Selector.udpPort(PORT);
    private static final Selector TCP = Selector.tcpPort(PORT);
    private static final int LENGTH_BYTES = 2;

    @Override
    public String protocol() {
        return "DNS";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(UDP, TCP);
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        return layer.askedFor().equals(TCP) ? segment(layer) : datagram(layer);
    }

    private static boolean datagram(LayerBuilder layer) {
        String line = new MessageDissection(layer, layer.declaredRemaining()).line();
        layer.summary(line).line(line);
        return true;
    }

    /** What a segment holds of the stream: whole messages, each behind its length, and perhaps the beginning of one more. */
    private static boolean segment(LayerBuilder layer) {
        if (layer.remaining() < LENGTH_BYTES + DnsHeader.BYTES
                || BigEndian.u16(layer.bytes(), layer.position()) < DnsHeader.BYTES) {
            return false;
        }
        StringBuilder lines = new StringBuilder();
        while (layer.remaining() >= LENGTH_BYTES) {
            int lengthBytes = layer.u16("Length");
            if (lengthBytes > layer.declaredRemaining()) {
                layer.note("the message goes on in the next segment");
            }
            lines.append(lines.isEmpty() ? "" : "; ").append(new MessageDissection(layer, lengthBytes).line());
        }
        layer.summary(lines.toString()).line(lines.toString());
        return true;
    }
}
