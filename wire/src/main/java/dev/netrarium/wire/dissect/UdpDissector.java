package dev.netrarium.wire.dissect;

import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.UdpHeader;
import java.util.List;

/** UDP (RFC 768). */
final class UdpDissector implements Dissector {
    @Override
    public String protocol() {
        return "UDP";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.ipProtocol(IpProtocol.UDP));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int start = layer.start();
        int source = layer.u16("Source port");
        int destination = layer.u16("Destination port");
        int length = layer.u16("Length");
        layer.skip(2);
        String stem = Ports.stem(layer, source, destination);
        layer.wholeLineInside(stem);
        layer.summary(source + " > " + destination + ", length " + length);
        int there = layer.declaredEnd() - start;
        if (length < UdpHeader.BYTES) {
            ChecksumField.unchecked(layer, "Checksum", start + UdpHeader.CHECKSUM, "the length is wrong");
            layer.note("malformed: a datagram of " + length + " bytes cannot hold its header");
            layer.wholeLine(stem + "UDP, bad length " + length);
            return true;
        }
        layer.wholeLine(stem + "UDP, length " + (length - UdpHeader.BYTES));
        layer.declare(length);
        checksum(layer, start + UdpHeader.CHECKSUM);
        // Of a fragment, the rest comes in others.
        boolean isWhole =
                layer.network() == null || layer.network().unsummable().isEmpty();
        if (length > there && isWhole) {
            layer.wholeLine(stem + "UDP, bad length " + (length - UdpHeader.BYTES) + " > " + (there - UdpHeader.BYTES));
            layer.noteMissing("the header says " + length + " bytes, and " + there + " are there");
        }
        layer.carries(Selector.udpPort(Math.min(source, destination)), Selector.udpPort(Math.max(source, destination)));
        return true;
    }

    /** None is allowed over IPv4, not over IPv6 (RFC 8200 §8.1). */
    private static void checksum(LayerBuilder layer, int at) {
        if (layer.bytes()[at] != 0 || layer.bytes()[at + 1] != 0) {
            ChecksumField.withPseudoHeader(layer, "Checksum", at, IpProtocol.UDP);
            return;
        }
        layer.field("Checksum", "0x0000 (none)", at, 2);
        Network network = layer.network();
        if (network != null && network.source().family() == IpFamily.IPV6) {
            layer.note("checksum missing: IPv6 wants one");
        }
    }
}
