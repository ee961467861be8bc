package dev.netrarium.wire.dissect;

import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.VlanTag;
import java.util.List;

/** The 802.1Q tag, and the outer one of two (802.1ad). */
final class VlanDissector implements Dissector {
    @Override
    public String protocol() {
        return "802.1Q";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.etherType(EtherType.VLAN), Selector.etherType(EtherType.SERVICE_VLAN));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int at = layer.position();
        layer.skip(VlanTag.BYTES);
        VlanTag tag = VlanTag.parse(layer.bytes(), at, layer.end());
        layer.field("Priority", Integer.toString(tag.priority()), at, 1);
        layer.field("Drop eligible", tag.dropEligible() ? "yes" : "no", at, 1);
        layer.field("VLAN", Integer.toString(tag.vlan()), at, 2);
        layer.field("Type", EthernetDissector.typeText(tag.etherType()), at + VlanTag.TYPE, 2);
        String text = "vlan " + tag.vlan() + ", p " + tag.priority() + (tag.dropEligible() ? ", DEI" : "");
        layer.summary(text + ", ethertype " + EthernetDissector.typeText(tag.etherType()));
        layer.line(text + ", ethertype " + EthernetDissector.typeText(tag.etherType()));
        if (tag.etherType() >= EtherType.MINIMUM) {
            layer.carries(Selector.etherType(tag.etherType()));
        } else {
            layer.carriesData();
        }
        return true;
    }
}
