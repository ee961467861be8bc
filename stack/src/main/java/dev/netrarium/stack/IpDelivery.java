package dev.netrarium.stack;

import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a sound IP packet of either family goes: dropped as a martian, reassembled and handed to its transport,
 * or on to {@link Forwarding}.
 */
final class IpDelivery {
    private final Host host;
    private final Forwarding forwarding;
    private final Reassembly reassembly;
    private final @Nullable TransportProtocol[] transports = new TransportProtocol[256];

    IpDelivery(Host host, Forwarding forwarding, Reassembly reassembly) {
        this.host = host;
        this.forwarding = forwarding;
        this.reassembly = reassembly;
    }

    void register(int protocol, TransportProtocol transport) {
        transports[protocol] = transport;
    }

    @Nullable TransportProtocol transport(int protocol) {
        return transports[protocol];
    }

    /** Takes a packet with a sound header, its network and transport offsets set. */
    void arrived(long now, Packet packet, boolean fragment) {
        int kind = host.addresses().kind(IpFields.destinationHigh(packet), IpFields.destinationLow(packet));
        if (!isPlausible(now, packet, kind)) {
            return;
        }
        Hooks hooks = host.hooks();
        if (hooks.isEmpty(HookPoint.PREROUTING)) {
            route(now, packet, fragment, kind);
            return;
        }
        Packet whole = packet;
        boolean isFragment = fragment;
        if (fragment && hooks.needWholeDatagrams()) {
            whole = reassembly.add(now, packet);
            if (whole == null) {
                return;
            }
            isFragment = false;
        }
        if (hooks.accept(now, HookPoint.PREROUTING, whole, whole.ingress, null)) {
            int changed = host.addresses().kind(IpFields.destinationHigh(whole), IpFields.destinationLow(whole));
            route(now, whole, isFragment, changed);
        }
    }

    private void route(long now, Packet packet, boolean fragment, int kind) {
        NetInterface in = packet.ingress;
        if ((kind & LocalAddresses.UNICAST) != 0) {
            local(now, packet, fragment);
        } else if ((kind & LocalAddresses.MULTICAST) != 0) {
            packet.toMany = true;
            long high = IpFields.destinationHigh(packet);
            if (in != null && (in.isLoopback() || in.groups.has(high, IpFields.destinationLow(packet)))) {
                local(now, packet, fragment);
            } else {
                host.drop(now, DropReason.IP_NOT_FOR_US, packet);
            }
        } else if ((kind & LocalAddresses.BROADCAST) != 0) {
            packet.toMany = true;
            local(now, packet, fragment);
        } else if (host.acceptsAny()) {
            local(now, packet, fragment);
        } else {
            Route route = forwarding.routeOf(packet);
            if (route != null && route.kind() == Route.Kind.LOCAL) {
                local(now, packet, fragment);
            } else {
                forwarding.forward(now, packet, route);
            }
        }
    }

    private void local(long now, Packet packet, boolean fragment) {
        Packet whole = packet;
        if (fragment) {
            whole = reassembly.add(now, packet);
            if (whole == null) {
                return;
            }
        }
        if (host.hooks().accept(now, HookPoint.INPUT, whole, whole.ingress, null)) {
            if (IpFields.isV4(whole)) {
                hand(now, whole, Ipv4Header.protocol(whole.bytes, whole.network));
            } else {
                localIpv6(now, whole);
            }
        }
    }

    private void localIpv6(long now, Packet packet) {
        long check = Ipv6Extensions.check(packet);
        if (check != 0) {
            IcmpErrors errors = host.icmp().errors();
            int pointer = (int) check;
            switch (Ipv6Extensions.finding(check)) {
                case SOUND, DROP -> {}
                case BAD_FIELD -> errors.send(now, IcmpProblem.PARAMETER, pointer, packet);
                case BAD_OPTION -> errors.send(now, IcmpProblem.UNKNOWN_OPTION, pointer, packet);
                case BAD_OPTION_UNICAST -> {
                    if (!packet.toMany) {
                        errors.send(now, IcmpProblem.UNKNOWN_OPTION, pointer, packet);
                    }
                }
            }
            host.drop(now, DropReason.IP_HEADER_MALFORMED, packet);
            return;
        }
        Ipv6Extensions.locateTransport(packet);
        int protocol = Ipv6Extensions.protocolAt(packet);
        if (protocol == IpProtocol.NO_NEXT_HEADER) {
            host.counters().add(Mib.IP_IN_DELIVERS);
            packet.release(); // RFC 8200 §4.7: nothing follows, and that is no error
            return;
        }
        hand(now, packet, protocol);
    }

    private void hand(long now, Packet packet, int protocol) {
        boolean raw = host.raw().deliver(now, packet, protocol);
        TransportProtocol transport = transports[protocol];
        boolean otherFamilys = protocol == (IpFields.isV4(packet) ? IpProtocol.ICMPV6 : IpProtocol.ICMP);
        if (transport != null && !otherFamilys) {
            host.counters().add(Mib.IP_IN_DELIVERS);
            transport.receive(now, packet);
        } else if (raw) {
            host.counters().add(Mib.IP_IN_DELIVERS);
            packet.release();
        } else {
            int pointer = IpFields.isV4(packet) ? 0 : Ipv6Extensions.pointerTo(packet);
            host.icmp().errors().send(now, IcmpProblem.PROTOCOL_UNREACHABLE, pointer, packet);
            host.drop(now, DropReason.IP_UNKNOWN_PROTOCOL, packet);
        }
    }

    /** RFC 1812 §5.3.7: addresses that cannot be on this wire. False when the packet was dropped. */
    private boolean isPlausible(long now, Packet packet, int kind) {
        NetInterface in = packet.ingress;
        boolean fromLoopback = in != null && in.isLoopback();
        int from = host.addresses().kind(IpFields.sourceHigh(packet), IpFields.sourceLow(packet));
        if (from != 0 && !mayBeSource(from, kind, fromLoopback)) {
            host.drop(now, DropReason.IP_MARTIAN_SOURCE, packet);
            return false;
        }
        boolean strayed = (kind & LocalAddresses.LOOPBACK) != 0 && !fromLoopback;
        if (strayed || (kind & LocalAddresses.UNSPECIFIED) != 0) {
            host.drop(now, DropReason.IP_MARTIAN_DESTINATION, packet);
            return false;
        }
        return true;
    }

    private boolean mayBeSource(int from, int destination, boolean fromLoopback) {
        if ((from & (LocalAddresses.MULTICAST | LocalAddresses.BROADCAST)) != 0) {
            return false;
        }
        if (fromLoopback) {
            return true;
        }
        if ((from & LocalAddresses.UNSPECIFIED) != 0) {
            // Who has no address yet can only speak to everybody (DHCP, duplicate address detection).
            return (destination & (LocalAddresses.MULTICAST | LocalAddresses.BROADCAST)) != 0;
        }
        // Our own address from a wire is a forgery, unless we speak in others' names anyway.
        return (from & LocalAddresses.LOOPBACK) == 0 && host.acceptsAny();
    }
}
