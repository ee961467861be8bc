package dev.netrarium.wire.dissect;

import dev.netrarium.wire.ArpPacket;
import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.MacAddress;
import java.util.List;

/** ARP (RFC 826); what is not for IPv4 over Ethernet shows its addresses as bytes. */
final class ArpDissector implements Dissector {
    @Override
    public String protocol() {
        return "ARP";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.etherType(EtherType.ARP));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int length = layer.declaredRemaining();
        int hardware = layer.u16("Hardware type", type -> type == 1 ? "Ethernet (1)" : Integer.toString(type));
        int protocol = layer.u16("Protocol type", EthernetDissector::typeText);
        int hardwareLength = layer.u8("Hardware address length");
        int protocolLength = layer.u8("Protocol address length");
        int operation = layer.u16("Operation", ArpDissector::operation);
        if (hardware != 1 || protocol != EtherType.IPV4 || hardwareLength != 6 || protocolLength != 4) {
            layer.hex("Sender hardware address", hardwareLength).hex("Sender protocol address", protocolLength);
            layer.hex("Target hardware address", hardwareLength).hex("Target protocol address", protocolLength);
            layer.limit(layer.position() - layer.start());
            layer.summary(operation(operation) + ", not for IPv4 over Ethernet");
            layer.line("ARP, " + operation(operation) + ", hardware type " + hardware + ", protocol "
                    + ChecksumField.hex(protocol) + ", length " + length);
            return true;
        }
        MacAddress senderMac = layer.mac("Sender MAC");
        IpAddress sender = layer.ip("Sender IP", IpFamily.IPV4);
        MacAddress targetMac = layer.mac("Target MAC");
        IpAddress target = layer.ip("Target IP", IpFamily.IPV4);
        layer.limit(ArpPacket.BYTES);
        String text = switch (operation) {
            case ArpPacket.REQUEST ->
                "Request who-has " + target
                        + (targetMac.equals(MacAddress.ZERO) ? "" : " (" + targetMac + ")") + " tell "
                        + sender;
            case ArpPacket.REPLY -> "Reply " + sender + " is-at " + senderMac;
            default -> operation(operation) + " " + sender + " " + senderMac + " " + target + " " + targetMac;
        };
        layer.summary(text).line("ARP, " + text + ", length " + length);
        return true;
    }

    private static String operation(int operation) {
        return switch (operation) {
            case ArpPacket.REQUEST -> "Request (1)";
            case ArpPacket.REPLY -> "Reply (2)";
            default -> "Operation " + operation;
        };
    }
}
