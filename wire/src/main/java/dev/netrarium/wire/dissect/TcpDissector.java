package dev.netrarium.wire.dissect;

import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.SequenceNumber;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.TcpOption;
import java.util.List;

/** TCP (RFC 9293), all options included. */
final class TcpDissector implements Dissector {
    @Override
    public String protocol() {
        return "TCP";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.ipProtocol(IpProtocol.TCP));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int start = layer.start();
        int source = layer.u16("Source port");
        int destination = layer.u16("Destination port");
        String stem = Ports.stem(layer, source, destination);
        layer.wholeLine(stem + "[|tcp]"); // unless the rest is there
        int sequence = (int) layer.u32("Sequence number");
        int acknowledgment = (int) layer.u32("Acknowledgment number");
        int offsetAndFlags = layer.u16();
        int header = offsetAndFlags >>> 12 << 2;
        int flags = offsetAndFlags & 0xfff;
        layer.field("Header length", header + " bytes", start + TcpHeader.OFFSET_FLAGS, 1);
        flagFields(layer, flags, start + TcpHeader.OFFSET_FLAGS);
        int window = layer.u16("Window");
        layer.skip(2);
        ChecksumField.withPseudoHeader(layer, "Checksum", start + TcpHeader.CHECKSUM, IpProtocol.TCP);
        int urgent = layer.u16("Urgent pointer");

        int length = layer.declaredEnd() - start - header;
        if (header < TcpHeader.BYTES || length < 0) {
            layer.summary(source + " > " + destination + " [" + TcpHeader.flagsText(flags) + "]");
            layer.note("malformed: a header of " + header + " bytes in a segment of " + (layer.declaredEnd() - start));
            int there = length + header;
            layer.wholeLine(stem
                    + (length < 0
                            ? "Flags [" + TcpHeader.flagsText(flags) + "] [bad hdr length " + header + " - too long, > "
                                    + there + "]"
                            : "tcp " + length + " [bad hdr length " + header + " - too short, < 20]"));
            return true;
        }
        StringBuilder line = new StringBuilder();
        line.append("Flags [").append(TcpHeader.flagsText(flags)).append(']');
        if (length > 0 || (flags & (TcpHeader.SYN | TcpHeader.FIN | TcpHeader.RST)) != 0) {
            line.append(", seq ").append(SequenceNumber.toString(sequence));
            if (length > 0) {
                line.append(':').append(SequenceNumber.toString(sequence + length));
            }
        }
        if ((flags & TcpHeader.ACK) != 0) {
            line.append(", ack ").append(SequenceNumber.toString(acknowledgment));
        }
        line.append(", win ").append(window);
        if ((flags & TcpHeader.URG) != 0) {
            line.append(", urg ").append(urgent);
        }
        layer.summary(source + " > " + destination + ", " + line + ", length " + length);
        if (header > TcpHeader.BYTES) {
            layer.moveTo(start + header); // or truncated
            line.append(", options [")
                    .append(options(layer, start + TcpHeader.BYTES, start + header))
                    .append(']');
        }
        line.append(", length ").append(length);
        layer.wholeLine(stem + line);
        layer.wholeLineInside(stem + line + ": ");
        layer.carries(Selector.tcpPort(Math.min(source, destination)), Selector.tcpPort(Math.max(source, destination)));
        return true;
    }

    private static void flagFields(LayerBuilder layer, int flags, int at) {
        StringBuilder names = new StringBuilder();
        Ipv4Dissector.append(names, (flags & TcpHeader.AE) != 0, "AE");
        Ipv4Dissector.append(names, (flags & TcpHeader.CWR) != 0, "CWR");
        Ipv4Dissector.append(names, (flags & TcpHeader.ECE) != 0, "ECE");
        Ipv4Dissector.append(names, (flags & TcpHeader.URG) != 0, "URG");
        Ipv4Dissector.append(names, (flags & TcpHeader.ACK) != 0, "ACK");
        Ipv4Dissector.append(names, (flags & TcpHeader.PSH) != 0, "PSH");
        Ipv4Dissector.append(names, (flags & TcpHeader.RST) != 0, "RST");
        Ipv4Dissector.append(names, (flags & TcpHeader.SYN) != 0, "SYN");
        Ipv4Dissector.append(names, (flags & TcpHeader.FIN) != 0, "FIN");
        Ipv4Dissector.append(names, (flags & TcpHeader.RESERVED) != 0, "reserved bits");
        layer.field("Flags", String.format("0x%03x (%s)", flags, names.isEmpty() ? "none" : names), at, 2);
    }

    /** Adds the options' fields; returns them as tcpdump lists them. */
    private static String options(LayerBuilder layer, int at, int end) {
        StringBuilder list = new StringBuilder();
        layer.beginGroup("Options", end - at + " bytes", at, end - at);
        for (TcpOption option : TcpOption.read(layer.bytes(), at, end)) {
            layer.field("Option", option.toString(), at, option.lengthBytes());
            at += option.lengthBytes();
            list.append(list.isEmpty() ? "" : ",").append(option);
            if (option instanceof TcpOption.Malformed) {
                layer.note("malformed: an option's length is wrong");
            }
        }
        layer.endGroup();
        return list.toString();
    }
}
