package dev.netrarium.wire.dissect;

import dev.netrarium.wire.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a packet says.
 *
 * @param bytes of the packet; all ranges count from its first
 * @param layers outermost first
 * @param summary the packet in one line, in tcpdump's words, numbers unresolved:
 *     {@code IP 192.168.0.2.52341 > 192.0.2.80.80: Flags [S], seq 1000, win 64240, length 0}
 */
public record Dissection(ByteString bytes, List<Layer> layers, String summary) {
    public Dissection {
        layers = List.copyOf(layers);
    }

    /** The outermost layer of a protocol. */
    public Optional<Layer> layer(String protocol) {
        return layers.stream()
                .filter(layer -> layer.protocol().equals(protocol))
                .findFirst();
    }

    /** The notes of all layers, each with its layer's name in front: {@code UDP: checksum wrong: …}. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        collectNotes(layers, notes);
        return notes;
    }

    private static void collectNotes(List<Layer> layers, List<String> into) {
        for (Layer layer : layers) {
            for (String note : layer.notes()) {
                into.add(layer.protocol() + ": " + note);
            }
            collectNotes(layer.layers(), into);
        }
    }

    /** The summary with the frame's addresses and tags in front, as {@code tcpdump -e} has it. */
    public String summaryWithLink() {
        if (layers.isEmpty() || !layers.getFirst().protocol().equals("Ethernet")) {
            return summary;
        }
        String link = layers.getFirst().summary();
        if (summary.equals(link)) {
            return summary;
        }
        StringBuilder text = new StringBuilder(link).append(": ");
        for (Layer layer : layers.subList(1, layers.size())) {
            if (layer.protocol().equals("802.1Q")) {
                text.append(layer.summary()).append(", ");
            }
        }
        return text.append(summary.replaceFirst("^(IP |IP6 |ARP, )", "")).toString();
    }

    /** All layers and fields, one a line, indented as they are nested; notes stand in brackets. */
    public String tree() {
        return TreeText.of(layers);
    }

    /** All bytes, sixteen a line, with offsets and characters. */
    public String hexdump() {
        return String.join("\n", Hexdump.lines(bytes.toByteArray(), 0, bytes.lengthBytes()));
    }
}
