package dev.netrarium.wire.dissect;

import dev.netrarium.wire.IpProtocol;
import java.util.List;

/** IPv6's routing header (RFC 8200 §4.4), whatever its type. */
final class Ipv6RoutingDissector implements Dissector {
    @Override
    public String protocol() {
        return "IPv6 routing header";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.ipProtocol(IpProtocol.ROUTING));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int next = layer.u8("Next header", Ipv4Dissector::protocolText);
        int length = (layer.u8("Length", units -> (units + 1) * 8 + " bytes") + 1) * 8;
        int type = layer.u8("Routing type");
        int left = layer.u8("Segments left");
        layer.hex("Data", length - 4);
        layer.summary("type " + type + ", segments left " + left);
        layer.line("RT ip-proto-" + next + " " + layer.declaredRemaining()).lineInside("RT ");
        Network network = layer.network();
        if (network != null && left > 0) {
            // The pseudo-header has the last destination (§8.1), which stands in the data by rules of each type.
            layer.replaceNetwork(network.unsummable("the routing header leads to another destination"));
        }
        layer.carries(Selector.ipProtocol(next));
        return true;
    }
}
