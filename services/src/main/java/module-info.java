/** What makes a network usable: DNS and its like, client and server. */
module dev.netrarium.services {
    requires static org.jspecify;
    requires transitive dev.netrarium.stack;

    exports dev.netrarium.services.dns;
    exports dev.netrarium.services.dns.authority;
    exports dev.netrarium.services.dns.host;
    exports dev.netrarium.services.dns.resolver;

    provides dev.netrarium.wire.dissect.Dissector with
            dev.netrarium.services.dns.DnsDissector;
}
