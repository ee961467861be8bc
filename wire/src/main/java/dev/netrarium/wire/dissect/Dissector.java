package dev.netrarium.wire.dissect;

import java.util.List;

/**
 * Reads one protocol's header into fields; contributed as a service, in {@code module-info} and
 * {@code META-INF/services}.
 *
 * {@snippet :
 * public final class EchoDissector implements Dissector {
 *     public String protocol() {
 *         return "Echo";
 *     }
 *
 *     public List<Selector> selectors() {
 *         return List.of(Selector.udpPort(7));
 *     }
 *
 *     public boolean dissect(LayerBuilder layer) {
 *         int length = layer.remaining();
 *         layer.text("Text", length);
 *         layer.summary(length + " bytes").line("Echo, length " + length);
 *         return true;
 *     }
 * }
 * }
 *
 * <p>A dissector keeps nothing between packets: it is called from any thread, in any order. It need not look whether
 * bytes are there: a read past the end ends the layer, which keeps the fields read so far and gets a note that says
 * what was missing.
 *
 * <p>Where several are asked for the same number, contributed ones come before built-in ones and are ordered by
 * {@link #protocol}; the first that takes the bytes has them.
 */
public interface Dissector {
    /** The protocol's name in the tree, for example {@code DNS}; no two dissectors have the same. */
    String protocol();

    /** For what it is asked. */
    List<Selector> selectors();

    /**
     * Reads the bytes from {@link LayerBuilder#position()} to {@link LayerBuilder#end()} into fields.
     *
     * @return false when the bytes are not of this protocol: what was built is thrown away and others are asked
     */
    boolean dissect(LayerBuilder layer);
}
