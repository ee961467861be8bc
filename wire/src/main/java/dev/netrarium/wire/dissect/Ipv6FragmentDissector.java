package dev.netrarium.wire.dissect;

import dev.netrarium.wire.IpProtocol;
import java.util.List;

/** IPv6's fragment header (RFC 8200 §4.5); fragments after the first show as data. */
final class Ipv6FragmentDissector implements Dissector {
    @Override
    public String protocol() {
        return "IPv6 fragment header";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.ipProtocol(IpProtocol.FRAGMENT));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int start = layer.start();
        int next = layer.u8("Next header", Ipv4Dissector::protocolText);
        layer.skip(1);
        int offsetAndFlag = layer.u16();
        int offset = offsetAndFlag & 0xfff8;
        boolean more = (offsetAndFlag & 1) != 0;
        layer.field("Fragment offset", offset + " bytes", start + 2, 2);
        layer.field("More fragments", more ? "yes" : "no", start + 3, 1);
        layer.u32("Identification", id -> String.format("0x%08x", id));
        layer.summary("offset " + offset + (more ? ", more follow" : ", the last"));
        String text = "frag (" + offset + "|" + layer.declaredRemaining() + ")";
        layer.line(text).lineInside(text + " ");
        Network network = layer.network();
        if (network != null && offsetAndFlag != 0) {
            layer.replaceNetwork(network.unsummable("a fragment"));
        }
        if (offset > 0) {
            layer.carriesData();
        } else {
            layer.carries(Selector.ipProtocol(next));
        }
        return true;
    }
}
