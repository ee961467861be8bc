package dev.netrarium.stack;

import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.MacAddress;

/** A rare event on a host, told to a {@link HostObserver}. Packets themselves are seen by captures, not here. */
public sealed interface HostEvent {
    /** A packet was dropped. */
    record Dropped(DropReason reason, long packetId, int lengthBytes) implements HostEvent {}

    /** A route was chosen for a destination that was not in the destination cache. */
    record RouteChosen(
            IpAddress destination, IpPrefix matched, IpAddress nextHop, String interfaceName, IpAddress source)
            implements HostEvent {}

    /** No route to the destination. */
    record NoRoute(IpAddress destination) implements HostEvent {}

    /** A neighbour entry changed its state; {@code link} is null while unresolved. */
    record NeighbourChanged(
            String interfaceName,
            IpAddress address,
            @org.jspecify.annotations.Nullable MacAddress link,
            String state,
            String why)
            implements HostEvent {}

    /** An interface went up or down. */
    record InterfaceChanged(String interfaceName, boolean up) implements HostEvent {}

    /** An interface got or lost an address. */
    record AddressChanged(String interfaceName, InterfaceAddress address, boolean added) implements HostEvent {}

    /** NAT made a mapping. */
    record NatMapped(String protocol, Endpoint inside, Endpoint outside, Endpoint peer) implements HostEvent {}

    /** NAT let a mapping go. */
    record NatExpired(String protocol, Endpoint inside, Endpoint outside, String why) implements HostEvent {}

    /** A TCP connection changed its state. */
    record TcpStateChanged(Endpoint local, Endpoint remote, String from, String to, String why) implements HostEvent {}

    /** TCP sent data, a SYN or a FIN again. */
    record TcpRetransmitted(
            Endpoint local, Endpoint remote, long sequenceOffset, int lengthBytes, String why, int attempt)
            implements HostEvent {}

    /** An ICMP error arrived for something that this host sent. */
    record IcmpReceived(IcmpError error, String about) implements HostEvent {}
}
