/** The textbook's Internet, its programs, and the story of a URL. */
module dev.netrarium.internet {
    requires static org.jspecify;
    requires transitive dev.netrarium.world;
    requires transitive dev.netrarium.services;
    requires transitive dev.netrarium.web;

    exports dev.netrarium.internet;
    exports dev.netrarium.internet.browser;
    exports dev.netrarium.internet.programs;
    exports dev.netrarium.internet.story;

    provides dev.netrarium.world.ProgramProvider with
            dev.netrarium.internet.programs.WebServerProvider,
            dev.netrarium.internet.programs.DnsProvider,
            dev.netrarium.internet.programs.ResolverProvider,
            dev.netrarium.internet.programs.DhcpServerProvider,
            dev.netrarium.internet.programs.DhcpClientProvider,
            dev.netrarium.internet.programs.DhcpRelayProvider,
            dev.netrarium.internet.programs.Dhcp6ServerProvider,
            dev.netrarium.internet.programs.Dhcp6ClientProvider,
            dev.netrarium.internet.programs.EchoProvider,
            dev.netrarium.internet.programs.DiscardProvider,
            dev.netrarium.internet.programs.ChargenProvider;
}
