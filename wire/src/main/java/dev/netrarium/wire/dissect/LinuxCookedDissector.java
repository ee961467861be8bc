package dev.netrarium.wire.dissect;

import dev.netrarium.wire.capture.LinkType;
import java.util.List;

/** What Linux captures on its "any" interface: a made-up header instead of the link's own (LINKTYPE_LINUX_SLL). */
final class LinuxCookedDissector implements Dissector {
    private static final int ADDRESS_BYTES = 8;

    @Override
    public String protocol() {
        return "Linux cooked capture";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.linkType(LinkType.LINUX_SLL));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int direction = layer.u16("Packet type", LinuxCookedDissector::direction);
        layer.u16("Hardware type");
        int addressLength = layer.u16("Address length");
        int used = Math.min(addressLength, ADDRESS_BYTES);
        layer.hex("Source", used).skip(ADDRESS_BYTES - used);
        int type = layer.u16("Protocol", EthernetDissector::typeText);
        layer.summary(direction(direction) + ", ethertype " + EthernetDissector.typeText(type));
        layer.carries(Selector.etherType(type));
        return true;
    }

    private static String direction(int type) {
        return switch (type) {
            case 0 -> "to this host (0)";
            case 1 -> "broadcast (1)";
            case 2 -> "multicast (2)";
            case 3 -> "to another host (3)";
            case 4 -> "from this host (4)";
            default -> Integer.toString(type);
        };
    }
}
