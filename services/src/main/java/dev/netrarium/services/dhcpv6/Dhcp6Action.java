package dev.netrarium.services.dhcpv6;

import dev.netrarium.wire.Ipv6Address;

/** What a client wants done, in the order in which it says so. */
public sealed interface Dhcp6Action {
    /** Send from port 546 to port 547 of all servers on the link. */
    record Send(Dhcp6Message message) implements Dhcp6Action {}

    /** Use an address; what else was told is in the message. */
    record Configure(Ipv6Address address, Dhcp6Message told) implements Dhcp6Action {}

    /** Stop using it. */
    record Deconfigure(Ipv6Address address, String why) implements Dhcp6Action {}

    /** Use what was told, without an address. */
    record Informed(Dhcp6Message told) implements Dhcp6Action {}
}
