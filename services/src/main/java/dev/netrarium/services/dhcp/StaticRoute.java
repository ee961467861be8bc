package dev.netrarium.services.dhcp;

import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.List;

/**
 * A route of the classless static route option (RFC 3442).
 *
 * @param gateway 0.0.0.0 says that the destination is on the client's own link
 */
public record StaticRoute(IpPrefix destination, Ipv4Address gateway) {
    /** Parses {@code 10.0.0.0/8>192.0.2.1}; without a gateway the destination is on the link. */
    public static StaticRoute of(String text) {
        int arrow = text.indexOf('>');
        return arrow < 0
                ? new StaticRoute(IpPrefix.of(text.strip()), Ipv4Address.ANY)
                : new StaticRoute(
                        IpPrefix.of(text.substring(0, arrow).strip()),
                        Ipv4Address.of(text.substring(arrow + 1).strip()));
    }

    /**
     * Reads the option.
     *
     * @throws MalformedDhcpException when a prefix is longer than 32 or a route is cut short; offsets count from the
     *     option's first byte
     */
    static List<StaticRoute> read(byte[] b) throws MalformedDhcpException {
        List<StaticRoute> routes = new ArrayList<>();
        int at = 0;
        while (at < b.length) {
            int bits = b[at] & 0xff;
            int significant = (bits + 7) / 8;
            if (bits > 32 || b.length - at < 1 + significant + 4) {
                throw new MalformedDhcpException("a classless route of " + bits + " bits does not fit", at);
            }
            byte[] prefix = new byte[4];
            System.arraycopy(b, at + 1, prefix, 0, significant);
            routes.add(new StaticRoute(
                    IpPrefix.of(Ipv4Address.read(prefix, 0), bits), Ipv4Address.read(b, at + 1 + significant)));
            at += 1 + significant + 4;
        }
        return routes;
    }

    static byte[] write(List<StaticRoute> routes) {
        byte[] b = new byte[routes.size() * 9];
        int at = 0;
        for (StaticRoute route : routes) {
            int bits = route.destination.length();
            byte[] prefix = new byte[4];
            route.destination.address().writeTo(prefix, 0);
            b[at] = (byte) bits;
            System.arraycopy(prefix, 0, b, at + 1, (bits + 7) / 8);
            route.gateway.writeTo(b, at + 1 + (bits + 7) / 8);
            at += 1 + (bits + 7) / 8 + 4;
        }
        return java.util.Arrays.copyOf(b, at);
    }

    @Override
    public String toString() {
        return destination + " via " + gateway;
    }
}
