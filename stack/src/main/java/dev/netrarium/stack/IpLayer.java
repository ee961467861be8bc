package dev.netrarium.stack;

import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** The network layer of a {@link Host}, as its transports see it. */
final class IpLayer implements Network {
    private final Host host;
    private final PathFinder paths;
    private final IpOutput output;

    IpLayer(Host host, PathFinder paths, IpOutput output) {
        this.host = host;
        this.paths = paths;
        this.output = output;
    }

    @Override
    public Path path(@Nullable IpAddress source, IpAddress destination, int interfaceIndex) {
        return paths.find(source, destination, interfaceIndex);
    }

    @Override
    public Packet take(int length) {
        return host.packets().take(Packet.HEADROOM, length);
    }

    @Override
    public Transmit send(long now, Path path, Packet packet, int protocol, int timeToLive, int trafficClass) {
        host.at(now);
        return output.send(now, (DestinationEntry) path, packet, protocol, timeToLive, trafficClass, Fragments.HERE);
    }

    @Override
    public boolean isLocal(IpAddress address) {
        return host.addresses().isUnicast(address.high(), address.low()) || (host.acceptsAny() && isUnicast(address));
    }

    @Override
    public boolean isBroadcast(IpAddress address) {
        return host.addresses().isBroadcast(address.high(), address.low());
    }

    @Override
    public int interfaceIndex(String name) {
        NetInterface named = host.interfaceNamed(name);
        return named == null ? 0 : named.index();
    }

    @Override
    public void portUnreachable(long now, Packet packet) {
        host.icmp().portUnreachable(now, packet);
    }

    @Override
    public int join(long now, IpAddress group, int interfaceIndex) {
        NetInterface on = interfaceIndex == 0 ? paths.find(null, group, 0).egress() : host.interfaceAt(interfaceIndex);
        return on != null && group.isMulticast() && on.groups.join(group) ? on.index() : 0;
    }

    @Override
    public void leave(long now, IpAddress group, int interfaceIndex) {
        NetInterface on = host.interfaceAt(interfaceIndex);
        if (on != null) {
            on.groups.leave(group);
        }
    }

    @Override
    public boolean tracing() {
        return host.isTracing();
    }

    @Override
    public boolean watched() {
        return host.isWatched();
    }

    @Override
    public boolean recordsCongestion() {
        FlightEvents recording = FlightLog.events();
        return recording != null && recording.wantsCongestion();
    }

    @Override
    public void recordCongestion(
            long now, Endpoint local, Endpoint remote, int windowSegments, int ssthresh, String state) {
        FlightEvents recording = FlightLog.events();
        if (recording != null) {
            recording.congestion(host.name(), now, local, remote, windowSegments, ssthresh, state);
        }
    }

    @Override
    public void tell(long now, HostEvent event) {
        host.tell(now, event);
    }

    private boolean isUnicast(IpAddress address) {
        return !address.isMulticast() && !address.isUnspecified() && !isBroadcast(address);
    }
}
