package dev.netrarium.wire.dissect;

import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.capture.LinkType;
import java.util.List;

/** IPv6's fixed header (RFC 8200 §3). */
final class Ipv6Dissector implements Dissector {
    /** IPv6 in IP (RFC 2473, RFC 4213). */
    private static final int IPV6_IN_IP = 41;

    @Override
    public String protocol() {
        return "IPv6";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(
                Selector.etherType(EtherType.IPV6),
                Selector.ipProtocol(IPV6_IN_IP),
                Selector.linkType(LinkType.RAW),
                Selector.linkType(LinkType.IPV6));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int start = layer.start();
        int version = layer.u8() >>> 4;
        if (version != 6) {
            if (layer.askedFor().equals(Selector.linkType(LinkType.RAW))) {
                return false;
            }
            Ipv4Dissector.otherVersion(layer, version);
            return true;
        }
        int first = (int) layer.moveTo(start).u32();
        layer.field("Version", Integer.toString(version), start, 1);
        layer.field("Traffic class", Ipv4Dissector.serviceText(first >>> 20 & 0xff), start, 2);
        layer.field("Flow label", String.format("0x%05x", first & 0xf_ffff), start + 1, 3);
        int payload = layer.u16("Payload length");
        int next = layer.u8("Next header", Ipv4Dissector::protocolText);
        int hops = layer.u8("Hop limit");
        IpAddress source = layer.ip("Source", IpFamily.IPV6);
        IpAddress destination = layer.ip("Destination", IpFamily.IPV6);
        layer.summary(source + " > " + destination + ", " + IpProtocol.name(next) + ", hop limit " + hops
                + ", payload length " + payload);
        int missing = Math.max(0, payload - layer.declaredRemaining());
        Network packet = new Network(source, destination, layer.stem(), missing, "");
        layer.enter(packet);
        layer.wholeLine(packet.stem() + "ip-proto-" + next + " " + payload);
        if (missing > 0) {
            layer.noteMissing("the header says " + payload + " bytes of payload, and " + layer.declaredRemaining()
                    + " are there");
        }
        layer.declare(Ipv6Header.BYTES + payload);
        layer.carries(Selector.ipProtocol(next));
        return true;
    }
}
