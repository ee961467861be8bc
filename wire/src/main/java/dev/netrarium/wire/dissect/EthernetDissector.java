package dev.netrarium.wire.dissect;

import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.MacAddress;
import dev.netrarium.wire.capture.LinkType;
import java.util.List;

/** Ethernet II, and 802.3 frames with a length instead of a type. */
final class EthernetDissector implements Dissector {
    @Override
    public String protocol() {
        return "Ethernet";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.linkType(LinkType.ETHERNET));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int length = layer.declaredRemaining();
        MacAddress destination = layer.mac("Destination");
        MacAddress source = layer.mac("Source");
        int at = layer.position();
        int type = layer.u16();
        String addresses = source + " > " + destination;
        if (type < EtherType.MINIMUM) {
            layer.field("Length", Integer.toString(type), at, 2);
            layer.summary(addresses + ", 802.3, length " + length).line(addresses + ", 802.3, length " + type);
            if (type > layer.declaredRemaining()) {
                layer.noteMissing("the frame says " + type + " bytes of payload, and has " + layer.declaredRemaining());
            }
            layer.limit(EthernetHeader.BYTES + type).carriesData();
            return true;
        }
        String name = typeText(type);
        layer.field("Type", name, at, 2);
        layer.summary(addresses + ", ethertype " + name + ", length " + length);
        layer.line(addresses + ", ethertype " + name + ", length " + length);
        layer.carries(Selector.etherType(type));
        return true;
    }

    /** {@code ARP (0x0806)}, or {@code Unknown (0x88b5)}. */
    static String typeText(int type) {
        String name = EtherType.name(type);
        String number = ChecksumField.hex(type);
        return (name.equals(number) ? "Unknown" : name) + " (" + number + ")";
    }
}
