package dev.netrarium.stack.rig;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Packet;
import dev.netrarium.wire.InterfaceAddress;

/**
 * A full {@link Host} at a side of a link, by an interface without link headers. A packet that the link finds too big is
 * lost without a word, as in a path-MTU black hole.
 */
public final class HostEnd implements RigEnd {
    private final Host host;
    private final NetInterface netInterface;

    private HostEnd(Host host, NetInterface netInterface) {
        this.host = host;
        this.netInterface = netInterface;
    }

    /** Makes a host and places it; the interface takes the MTU that the link has now. */
    public static HostEnd at(Rig rig, Side side, String name, InterfaceAddress... addresses) {
        Host host = new Host(name, rig.seed(), rig.pool());
        NetInterface netInterface =
                host.addPointToPoint("ptp0", side.conditions().mtuBytes(), side);
        for (InterfaceAddress address : addresses) {
            netInterface.add(rig.now(), address);
        }
        HostEnd end = new HostEnd(host, netInterface);
        side.attach(end);
        return end;
    }

    public Host host() {
        return host;
    }

    public NetInterface netInterface() {
        return netInterface;
    }

    @Override
    public void receive(long now, Packet packet) {
        netInterface.receive(now, packet);
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
