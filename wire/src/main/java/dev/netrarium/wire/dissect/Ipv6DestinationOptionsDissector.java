package dev.netrarium.wire.dissect;

import dev.netrarium.wire.IpProtocol;
import java.util.List;

/** IPv6's destination options (RFC 8200 §4.6). */
final class Ipv6DestinationOptionsDissector implements Dissector {
    @Override
    public String protocol() {
        return "IPv6 destination options";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.ipProtocol(IpProtocol.DESTINATION_OPTIONS));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        Ipv6OptionsDissector.read(layer, "DSTOPT ");
        return true;
    }
}
