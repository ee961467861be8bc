package dev.netrarium.wire.dissect;

import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv4Option;
import dev.netrarium.wire.capture.LinkType;
import java.util.List;

/** IPv4 (RFC 791), its options included; fragments after the first show as data. */
final class Ipv4Dissector implements Dissector {
    /** IPv4 in IP (RFC 2003). */
    private static final int IPV4_IN_IP = 4;

    @Override
    public String protocol() {
        return "IPv4";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(
                Selector.etherType(EtherType.IPV4),
                Selector.ipProtocol(IPV4_IN_IP),
                Selector.linkType(LinkType.RAW),
                Selector.linkType(LinkType.IPV4));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int start = layer.start();
        int first = layer.u8();
        if (first >>> 4 != 4) {
            if (layer.askedFor().equals(Selector.linkType(LinkType.RAW))) {
                return false;
            }
            otherVersion(layer, first >>> 4);
            return true;
        }
        int header = (first & 0xf) << 2;
        layer.field("Version", Integer.toString(first >>> 4), start, 1);
        layer.field("Header length", header + " bytes", start, 1);
        layer.u8("Type of service", Ipv4Dissector::serviceText);
        int total = layer.u16("Total length");
        int identification = layer.u16("Identification", id -> String.format("0x%04x (%d)", id, id));
        int flagsAndOffset = layer.u16();
        layer.field("Flags", flags(flagsAndOffset), start + Ipv4Header.FLAGS_OFFSET, 1);
        int fragmentOffset = (flagsAndOffset & 0x1fff) << 3;
        layer.field("Fragment offset", fragmentOffset + " bytes", start + Ipv4Header.FLAGS_OFFSET, 2);
        int hops = layer.u8("Time to live");
        int protocol = layer.u8("Protocol", Ipv4Dissector::protocolText);
        layer.skip(2);
        boolean sound = header >= Ipv4Header.BYTES && header <= layer.end() - start && total >= header;
        if (sound) {
            ChecksumField.plain(layer, "Header checksum", start + Ipv4Header.CHECKSUM, start + header);
        } else {
            ChecksumField.unchecked(layer, "Header checksum", start + Ipv4Header.CHECKSUM, "the lengths are wrong");
        }
        IpAddress source = layer.ip("Source", IpFamily.IPV4);
        IpAddress destination = layer.ip("Destination", IpFamily.IPV4);
        layer.summary(source + " > " + destination + ", " + IpProtocol.name(protocol) + ", ttl " + hops + ", id "
                + identification + ", length " + total);
        int missing = Math.max(0, total - (layer.declaredEnd() - start));
        Network packet =
                new Network(source, destination, layer.stem(), missing, unsummable(flagsAndOffset, fragmentOffset));
        layer.enter(packet);
        if (!sound) {
            layer.note("malformed: a header of " + header + " bytes in a packet of " + total + ", and "
                    + (layer.end() - start) + " bytes are there");
            layer.wholeLine(packet.stem() + "[bad lengths: header " + header + ", total " + total + "]");
            return true;
        }
        if (missing > 0) {
            layer.noteMissing(
                    "the header says " + total + " bytes, and " + (layer.declaredEnd() - start) + " are there");
        }
        layer.declare(total);
        options(layer, start + Ipv4Header.BYTES, start + header);
        layer.moveTo(start + header);
        if (fragmentOffset > 0) {
            layer.wholeLine(packet.stem() + "ip-proto-" + protocol);
            layer.carriesData();
        } else {
            layer.wholeLine(packet.stem() + "ip-proto-" + protocol + " " + (total - header));
            layer.carries(Selector.ipProtocol(protocol));
        }
        return true;
    }

    /** What says that it is no packet of the version looked for is not read as one. */
    static void otherVersion(LayerBuilder layer, int version) {
        layer.note("malformed: the header says version " + version);
        layer.line("IP" + version + " (invalid)").moveTo(layer.start()).carriesData();
    }

    private static String unsummable(int flagsAndOffset, int fragmentOffset) {
        return fragmentOffset > 0 || (flagsAndOffset & Ipv4Header.MORE_FRAGMENTS) != 0 ? "a fragment" : "";
    }

    private static void options(LayerBuilder layer, int at, int end) {
        if (at == end) {
            return;
        }
        List<Ipv4Option> options = Ipv4Option.read(layer.bytes(), at, end);
        layer.beginGroup("Options", end - at + " bytes", at, end - at);
        for (Ipv4Option option : options) {
            layer.field("Option", option.toString(), at, option.lengthBytes());
            at += option.lengthBytes();
            if (option instanceof Ipv4Option.Malformed) {
                layer.note("malformed: an option's length is wrong");
            }
        }
        layer.endGroup();
    }

    static String protocolText(int number) {
        String name = IpProtocol.name(number);
        return name.equals(Integer.toString(number)) ? name : name + " (" + number + ")";
    }

    /** The eight bits that were TOS and are DSCP and ECN (RFC 2474, RFC 3168). */
    static String serviceText(int tos) {
        String ecn = switch (tos & 3) {
            case 1 -> "ECT(1)";
            case 2 -> "ECT(0)";
            case 3 -> "CE";
            default -> "not ECT";
        };
        return String.format("0x%02x (DSCP %d, ECN %s)", tos, tos >>> 2, ecn);
    }

    private static String flags(int flagsAndOffset) {
        StringBuilder text = new StringBuilder();
        append(text, (flagsAndOffset & 0x8000) != 0, "reserved bit");
        append(text, (flagsAndOffset & Ipv4Header.DONT_FRAGMENT) != 0, "DF");
        append(text, (flagsAndOffset & Ipv4Header.MORE_FRAGMENTS) != 0, "MF");
        return text.isEmpty() ? "none" : text.toString();
    }

    static void append(StringBuilder text, boolean isSet, String name) {
        if (isSet) {
            text.append(text.isEmpty() ? "" : ", ").append(name);
        }
    }
}
