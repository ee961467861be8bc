package dev.netrarium.wire.dissect;

import dev.netrarium.wire.capture.LinkType;
import java.util.HexFormat;
import java.util.List;

/** Takes bytes apart as every link type, and looks whether the result is bounded and no dissector failed. */
public final class DissectionFuzz {
    private static final PacketDissector DISSECTOR = PacketDissector.load();
    private static final int[] LINK_TYPES = {LinkType.ETHERNET, LinkType.RAW, LinkType.LINUX_SLL};

    private DissectionFuzz() {}

    public static void check(byte[] b) {
        // One byte tells the link type, so that runs repeat.
        int linkType = LINK_TYPES[b.length == 0 || b[0] >= 0 ? 0 : (b[0] & 0xff) % LINK_TYPES.length];
        Dissection packet = DISSECTOR.dissect(linkType, b, 0, b.length);
        try {
            for (String note : packet.notes()) {
                require(!note.contains("failed"), note);
            }
            require(!packet.summary().isEmpty() || b.length == 0, "no summary");
            require(count(packet.layers(), b.length) <= 200 + 4 * b.length, "too many fields");
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + " for " + HexFormat.of().formatHex(b), e);
        }
    }

    private static int count(List<Layer> layers, int packetBytes) {
        int fields = 0;
        for (Layer layer : layers) {
            require(
                    layer.at() >= 0 && layer.lengthBytes() >= 0 && layer.at() + layer.lengthBytes() <= packetBytes,
                    layer.protocol() + " reaches out of the packet");
            fields += countFields(layer.fields(), packetBytes) + count(layer.layers(), packetBytes);
        }
        return fields;
    }

    private static int countFields(List<Field> fields, int packetBytes) {
        int count = fields.size();
        for (Field field : fields) {
            require(field.at() >= 0 && field.lengthBytes() >= 0, field.name() + " has no place");
            count += countFields(field.fields(), packetBytes);
        }
        return count;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
