package dev.netrarium.wire.dissect;

import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.MalformedPacketException;
import dev.netrarium.wire.capture.CapturedPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Takes packets apart.
 *
 * {@snippet :
 * Dissection packet = PacketDissector.load().dissect(LinkType.ETHERNET, frame, 0, frame.length);
 * System.out.println(packet.summary());
 * System.out.println(packet.tree());
 * }
 *
 * <p>Keeps nothing between packets; any thread may use it. No bytes make it throw: what cannot be read is said in the
 * layers' notes. Its work is bounded by the packet's length.
 */
public final class PacketDissector {
    /** The most layers of a packet, quoted ones included; deeper ones show as data. */
    static final int MAXIMUM_LAYERS = 32;

    private final Map<Selector, List<Dissector>> registry = new HashMap<>();

    private PacketDissector(Collection<? extends Dissector> contributed) {
        List<Dissector> byName = new ArrayList<>(contributed);
        byName.sort(Comparator.comparing(Dissector::protocol)
                .thenComparing(dissector -> dissector.getClass().getName()));
        for (int i = 1; i < byName.size(); i++) {
            if (byName.get(i).protocol().equals(byName.get(i - 1).protocol())) {
                throw new IllegalArgumentException(
                        "two dissectors are named " + byName.get(i).protocol() + ": "
                                + byName.get(i - 1).getClass().getName() + " and "
                                + byName.get(i).getClass().getName());
            }
        }
        byName.addAll(BuiltIn.DISSECTORS);
        for (Dissector dissector : byName) {
            for (Selector selector : dissector.selectors()) {
                registry.computeIfAbsent(selector, s -> new ArrayList<>(1)).add(dissector);
            }
        }
    }

    /** With the protocols of this room, and those that other modules and jars contribute as services. */
    public static PacketDissector load() {
        return with(ServiceLoader.load(Dissector.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /**
     * With the protocols of this room and the given ones.
     *
     * @throws IllegalArgumentException when two of the given have the same name
     */
    public static PacketDissector with(Collection<? extends Dissector> contributed) {
        return new PacketDissector(contributed);
    }

    /** Takes a packet of a capture apart. */
    public Dissection dissect(CapturedPacket packet) {
        byte[] bytes = packet.bytes().toByteArray();
        int original = Math.max(packet.originalLengthBytes(), bytes.length);
        return walk(Selector.linkType(packet.linkType()), bytes, original);
    }

    /**
     * Takes a whole frame apart.
     *
     * @param linkType what it begins with: see {@link dev.netrarium.wire.capture.LinkType}
     */
    public Dissection dissect(int linkType, byte[] b, int at, int length) {
        return dissect(Selector.linkType(linkType), b, at, length);
    }

    /** Takes bytes apart that begin with any layer, for example the data of a datagram. */
    public Dissection dissect(Selector first, byte[] b, int at, int length) {
        Objects.checkFromIndexSize(at, length, b.length);
        return walk(first, Arrays.copyOfRange(b, at, at + length), length);
    }

    private Dissection walk(Selector first, byte[] packet, int originalLength) {
        Walk walk = new Walk(packet, originalLength > packet.length);
        List<Layer> layers = new ArrayList<>();
        String line = walk.chain(layers, List.of(first), 0, packet.length, originalLength, false);
        if (line.isEmpty()) {
            line = "data, length " + originalLength;
        }
        return new Dissection(ByteString.copyOf(packet), layers, line);
    }

    /** One packet being taken apart. */
    private final class Walk {
        private final byte[] packet;
        private final boolean isCut;
        private int layersLeft = MAXIMUM_LAYERS;

        Walk(byte[] packet, boolean isCut) {
            this.packet = packet;
            this.isCut = isCut;
        }

        /** Dissects layer after layer, each of which says what it carries; returns the line of the innermost. */
        String chain(List<Layer> into, List<Selector> asks, int at, int end, int declaredEnd, boolean quoted) {
            List<Layer> trailers = new ArrayList<>();
            String line = "";
            LayerBuilder outer = new LayerBuilder(packet, at, end, declaredEnd, asks.getFirst(), "", null, quoted);
            while (!asks.isEmpty() && outer.declaredRemaining() > 0) {
                if (layersLeft == 0) {
                    into.add(DataLayer.of(
                            packet,
                            outer.position(),
                            outer.end(),
                            "Data",
                            "more than " + MAXIMUM_LAYERS + " layers: the rest is data"));
                    break;
                }
                layersLeft--;
                Taken taken = ask(asks, outer, quoted);
                if (taken == null) {
                    into.add(DataLayer.of(packet, outer.position(), outer.end(), "Data", ""));
                    break;
                }
                LayerBuilder layer = taken.layer;
                into.add(taken.built);
                if (layer.line() != null) {
                    line = layer.line();
                }
                if (layer.end() < outer.end()) {
                    trailers.addFirst(DataLayer.of(packet, layer.end(), outer.end(), "Trailer", ""));
                }
                outer = layer;
                asks = layer.carried();
            }
            into.addAll(trailers);
            return line;
        }

        private @Nullable Taken ask(List<Selector> asks, LayerBuilder outer, boolean quoted) {
            for (Selector selector : asks) {
                for (Dissector dissector : registry.getOrDefault(selector, List.of())) {
                    LayerBuilder layer = new LayerBuilder(
                            packet,
                            outer.position(),
                            outer.end(),
                            outer.declaredEnd(),
                            selector,
                            outer.carriedStem(),
                            outer.network(),
                            quoted);
                    if (run(dissector, layer, quoted)) {
                        return new Taken(layer, layer.build(dissector.protocol(), quotedLayers(layer)));
                    }
                }
            }
            return null;
        }

        private boolean run(Dissector dissector, LayerBuilder layer, boolean quoted) {
            try {
                return dissector.dissect(layer);
            } catch (LayerBuilder.Truncated e) {
                String why = quoted ? "quoted in part: " : isCut ? "cut by the capture: " : "truncated: ";
                layer.breakOff(why + e.getMessage());
            } catch (MalformedPacketException e) {
                layer.breakOff("malformed: " + e.getMessage());
            } catch (RuntimeException e) {
                // A contributed dissector's own mistake must not hide the packet's other layers.
                layer.breakOff("the dissector of " + dissector.protocol() + " failed: " + e);
            }
            if (layer.line() == null) {
                layer.line("[|" + dissector.protocol().toLowerCase(Locale.ROOT) + "]");
            }
            return true;
        }

        private List<Layer> quotedLayers(LayerBuilder layer) {
            Selector ask = layer.quoted();
            if (ask == null) {
                return List.of();
            }
            List<Layer> inside = new ArrayList<>();
            chain(inside, List.of(ask), layer.quotedAt(), layer.end(), layer.declaredEnd(), true);
            return inside;
        }
    }

    private record Taken(LayerBuilder layer, Layer built) {}
}
