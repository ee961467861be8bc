package dev.netrarium.wire.dissect;

import java.util.List;

/** The protocols of this room, which are always there. */
final class BuiltIn {
    static final List<Dissector> DISSECTORS = List.of(
            new EthernetDissector(),
            new LinuxCookedDissector(),
            new VlanDissector(),
            new ArpDissector(),
            new Ipv4Dissector(),
            new Ipv6Dissector(),
            new Ipv6OptionsDissector(),
            new Ipv6DestinationOptionsDissector(),
            new Ipv6RoutingDissector(),
            new Ipv6FragmentDissector(),
            new Icmpv4Dissector(),
            new Icmpv6Dissector(),
            new UdpDissector(),
            new TcpDissector(),
            new TftpDissector());

    private BuiltIn() {}
}
