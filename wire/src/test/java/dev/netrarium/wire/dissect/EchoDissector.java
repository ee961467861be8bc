package dev.netrarium.wire.dissect;

import java.util.List;

/** A contributed protocol, as the SPI's documentation shows one. */
public final class EchoDissector implements Dissector {
    static final int PORT = 7;

    @Override
    public String protocol() {
        return "Echo";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.udpPort(PORT), Selector.tcpPort(PORT));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int length = layer.remaining();
        layer.text("Text", length);
        layer.summary(length + " bytes").line("Echo, length " + length);
        return true;
    }
}
