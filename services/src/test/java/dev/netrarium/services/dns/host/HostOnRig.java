package dev.netrarium.services.dns.host;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Route;
import dev.netrarium.stack.rig.Rig;
import dev.netrarium.stack.rig.RigEnd;
import dev.netrarium.stack.rig.Side;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpPrefix;

/** A whole host at the end of a rig's cable, with everything not its own on the other side. */
record HostOnRig(Host host, NetInterface cable) implements RigEnd {
    static HostOnRig at(Rig rig, Side side, String name, String... addresses) {
        Host host = new Host(name, rig.seed(), rig.pool());
        NetInterface cable = host.addPointToPoint("ppp0", 1500, side);
        for (String address : addresses) {
            cable.add(rig.now(), InterfaceAddress.of(address));
        }
        host.routes().add(Route.onLink(IpPrefix.ALL_IPV4, cable));
        host.routes().add(Route.onLink(IpPrefix.ALL_IPV6, cable));
        HostOnRig end = new HostOnRig(host, cable);
        side.attach(end);
        return end;
    }

    @Override
    public void receive(long now, Packet packet) {
        cable.receive(now, packet);
    }

    @Override
    public void run(long now) {
        host.run(now);
    }

    @Override
    public long nextTimeout() {
        return host.nextTimeout();
    }

    @Override
    public void onTimeout(long now) {
        host.onTimeout(now);
    }
}
