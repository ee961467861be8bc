package dev.netrarium.wire.dissect;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Checksum;

/** Verifies a checksum and says what is found, as the field's value and, when it is wrong, as a note. */
final class ChecksumField {
    private ChecksumField() {}

    /** A sum over the bytes from the layer's start to {@code end}, without a pseudo-header. */
    static void plain(LayerBuilder layer, String name, int at, int end) {
        judge(layer, name, at, 0, end);
    }

    /** A sum over the pseudo-header and the layer's bytes up to its end. */
    static void withPseudoHeader(LayerBuilder layer, String name, int at, int protocol) {
        Network network = layer.network();
        if (network == null) {
            unchecked(layer, name, at, "no IP header around it");
        } else if (!network.unsummable().isEmpty()) {
            unchecked(layer, name, at, network.unsummable());
        } else if (!layer.isComplete()) {
            unchecked(layer, name, at, "not all bytes are here");
        } else {
            int length = layer.end() - layer.start();
            long sum = Checksum.pseudoHeader(network.source(), network.destination(), protocol, length);
            judge(layer, name, at, sum, layer.end());
        }
    }

    static void unchecked(LayerBuilder layer, String name, int at, String why) {
        layer.field(name, hex(found(layer, at)) + " (not checked: " + why + ")", at, 2);
    }

    private static void judge(LayerBuilder layer, String name, int at, long pseudoHeader, int end) {
        int found = found(layer, at);
        long sum = Checksum.add(pseudoHeader, layer.bytes(), layer.start(), end - layer.start());
        if (Checksum.finish(sum) == 0) {
            layer.field(name, hex(found) + " (correct)", at, 2);
            return;
        }
        // Taking a word out of a one's complement sum is adding its complement.
        int right = Checksum.finish(sum + (~found & 0xffff));
        layer.field(name, hex(found) + " (wrong)", at, 2);
        layer.note("checksum wrong: " + hex(found) + ", should be " + hex(right));
    }

    private static int found(LayerBuilder layer, int at) {
        return BigEndian.u16(layer.bytes(), at);
    }

    static String hex(int value) {
        return String.format("0x%04x", value);
    }
}
