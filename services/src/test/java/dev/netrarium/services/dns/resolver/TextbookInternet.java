package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.authority.AuthoritativeServer;
import dev.netrarium.services.dns.authority.Zone;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.util.List;

/** The root, com, net, and the zones of two companies, as the textbooks draw them. */
final class TextbookInternet {
    static final String ROOT = "198.51.100.1:53";
    static final String COM = "198.51.100.2:53";
    static final String NET = "198.51.100.3:53";
    static final String SERVER_COM = "198.51.100.4:53";
    static final String CDN_NET = "198.51.100.5:53";

    private TextbookInternet() {}

    static ScriptedInternet internet() {
        return internet(
                RecursionSettings.resolver(List.of(NameServer.of("a.root-servers.net", IpAddress.of("198.51.100.1")))));
    }

    static ScriptedInternet internet(RecursionSettings settings) {
        return new ScriptedInternet(settings.withFamilies(List.of(IpFamily.IPV4)))
                .server(ROOT, serving(Zone.parse(".", """
                        $TTL 518400
                        @ SOA a.root-servers.net. nstld. 1 1800 900 604800 86400
                          NS a.root-servers.net.
                        a.root-servers.net. A 198.51.100.1
                        com 172800 NS a.gtld-servers.net.
                        net 172800 NS b.gtld-servers.net.
                        a.gtld-servers.net. 172800 A 198.51.100.2
                        b.gtld-servers.net. 172800 A 198.51.100.3
                        """)))
                .server(COM, serving(Zone.parse("com", """
                        $TTL 172800
                        @ SOA a.gtld-servers.net. nstld.verisign. 1 1800 900 604800 900
                          NS a.gtld-servers.net.
                        server NS ns1.server
                        ns1.server A 198.51.100.4
                        lonely NS ns.elsewhere.net.
                        looping NS ns.looping.net.
                        """)))
                .server(NET, serving(Zone.parse("net", """
                        $TTL 172800
                        @ SOA b.gtld-servers.net. nstld.verisign. 1 1800 900 604800 900
                          NS b.gtld-servers.net.
                        cdn NS ns.cdn
                        ns.cdn A 198.51.100.5
                        elsewhere NS ns.cdn
                        looping NS ns.looping.com.
                        """)))
                .server(SERVER_COM, serving(Zone.parse("server.com", """
                        $TTL 3600
                        @ SOA ns1 admin 1 7200 900 86400 300
                          NS ns1
                        ns1 A 198.51.100.4
                        www 600 A 203.0.113.80
                        www 600 AAAA 2001:db8::80
                        shop 300 CNAME edge.cdn.net.
                        dead CNAME gone.cdn.net.
                        ring CNAME ring.cdn.net.
                        """ + bigTxt())))
                .server(
                        CDN_NET,
                        serving(
                                Zone.parse("cdn.net", """
                                $TTL 3600
                                @ SOA ns admin 1 7200 900 86400 60
                                  NS ns
                                ns A 198.51.100.5
                                edge 60 A 203.0.113.99
                                ring CNAME ring.server.com.
                                """),
                                Zone.parse("elsewhere.net", """
                                $TTL 3600
                                @ SOA ns admin 1 7200 900 86400 60
                                  NS ns.cdn.net.
                                ns A 198.51.100.5
                                """),
                                Zone.parse("lonely.com", """
                                $TTL 3600
                                @ SOA ns admin 1 7200 900 86400 60
                                  NS ns.elsewhere.net.
                                www A 203.0.113.7
                                """)));
    }

    /** More than a UDP answer holds. */
    private static String bigTxt() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            text.append("big TXT \"")
                    .append(i)
                    .append('.')
                    .append("x".repeat(100))
                    .append("\"\n");
        }
        return text.toString();
    }

    static AuthoritativeServer serving(Zone... zones) {
        return new AuthoritativeServer(List.of(zones));
    }
}
