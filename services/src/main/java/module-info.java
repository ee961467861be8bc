/** What makes a network usable: DNS, DHCP and their like, client and server. */
module dev.netrarium.services {
    requires static org.jspecify;
    requires transitive dev.netrarium.stack;

    exports dev.netrarium.services.dhcp;
    exports dev.netrarium.services.dhcp.client;
    exports dev.netrarium.services.dhcp.host;
    exports dev.netrarium.services.dhcp.relay;
    exports dev.netrarium.services.dhcp.server;
    exports dev.netrarium.services.dhcpv6;
    exports dev.netrarium.services.dhcpv6.host;
    exports dev.netrarium.services.dns;
    exports dev.netrarium.services.dns.authority;
    exports dev.netrarium.services.dns.host;
    exports dev.netrarium.services.dns.resolver;

    provides dev.netrarium.wire.dissect.Dissector with
            dev.netrarium.services.dhcp.DhcpDissector,
            dev.netrarium.services.dhcpv6.Dhcp6Dissector,
            dev.netrarium.services.dns.DnsDissector;
}
