package dev.netrarium.services.dhcp.client;

import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.DhcpOptions;
import dev.netrarium.services.dhcp.OptionCode;
import dev.netrarium.services.dhcp.StaticRoute;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server gave a client: an address for a time, and what else it needs.
 *
 * @param server who is asked for more time
 * @param renewNanos T1; {@link Timer#NEVER} for a lease without end
 * @param rebindNanos T2
 * @param expiresNanos when the address must not be used any more
 */
public record Lease(
        Ipv4Address address,
        int prefixLength,
        Ipv4Address server,
        DhcpOptions options,
        long obtainedNanos,
        long renewNanos,
        long rebindNanos,
        long expiresNanos) {
    private static final long SECOND = 1_000_000_000L;
    private static final long FOR_EVER = 0xffff_ffffL;

    /** T1 and T2 come up to a twentieth early, so that hosts which began together drift apart (RFC 2131 §4.4.5). */
    private static final int FUZZ = 20;

    /** RFC 791: what an interface must be able to carry; a smaller MTU is a mistake. */
    private static final int LEAST_MTU_BYTES = 68;

    /**
     * Reads it from an ACK.
     *
     * @param askedNanos when the request was sent first: from then on it counts (RFC 2131 §4.4.1)
     * @return null when the message lacks an address, a server or a time
     */
    static @Nullable Lease of(DhcpMessage ack, long askedNanos, RandomStream chance) {
        DhcpOptions options = ack.options();
        Ipv4Address address = ack.yourAddress();
        Ipv4Address server = options.address(OptionCode.SERVER_IDENTIFIER);
        long seconds = options.seconds(OptionCode.LEASE_TIME);
        if (seconds <= 0 || server == null || server.isUnspecified() || !isUsable(address)) {
            return null;
        }
        int length = prefixLength(address, options.address(OptionCode.SUBNET_MASK));
        if (seconds == FOR_EVER) {
            return new Lease(address, length, server, options, askedNanos, Timer.NEVER, Timer.NEVER, Timer.NEVER);
        }
        long whole = seconds * SECOND;
        long t1 = options.seconds(OptionCode.RENEWAL_TIME) * SECOND;
        long t2 = options.seconds(OptionCode.REBINDING_TIME) * SECOND;
        if (t2 <= 0 || t2 > whole) {
            t2 = whole / 8 * 7;
        }
        if (t1 <= 0 || t1 > t2) {
            t1 = Math.min(whole / 2, t2);
        }
        long renew = t1 - chance.nextLong(t1 / FUZZ + 1);
        long rebind = Math.max(renew, t2 - chance.nextLong(t2 / FUZZ + 1));
        return new Lease(
                address,
                length,
                server,
                options,
                askedNanos,
                after(askedNanos, renew),
                after(askedNanos, rebind),
                after(askedNanos, whole));
    }

    static boolean isUsable(Ipv4Address address) {
        return !address.isUnspecified()
                && !address.isMulticast()
                && !address.isLoopback()
                && !address.equals(Ipv4Address.BROADCAST);
    }

    /** The address with its subnet. */
    public InterfaceAddress interfaceAddress() {
        return new InterfaceAddress(address, prefixLength);
    }

    /** The routes beside the one to the subnet: the classless ones, and only without any the routers (RFC 3442). */
    public List<StaticRoute> routes(boolean acceptClassless) {
        List<StaticRoute> classless = acceptClassless ? options.routes() : null;
        if (classless != null) {
            return classless;
        }
        List<StaticRoute> routes = new ArrayList<>();
        List<Ipv4Address> routers = options.addresses(OptionCode.ROUTER);
        if (!routers.isEmpty()) {
            routes.add(new StaticRoute(IpPrefix.ALL_IPV4, routers.getFirst()));
        }
        return routes;
    }

    public List<Ipv4Address> nameServers() {
        return options.addresses(OptionCode.NAME_SERVERS);
    }

    /** The suffixes for short names: the search list, and only without one the domain. */
    public List<DomainName> search() {
        List<DomainName> search = options.search();
        String domain = options.text(OptionCode.DOMAIN_NAME);
        if (!search.isEmpty() || domain == null) {
            return search;
        }
        try {
            return List.of(DomainName.of(domain.strip()));
        } catch (IllegalArgumentException e) {
            return List.of(); // a domain that is no name is as good as none
        }
    }

    /** The link's MTU in bytes; 0 when the server says none that makes sense. */
    public int mtuBytes() {
        int mtu = options.u16(OptionCode.INTERFACE_MTU);
        return mtu < LEAST_MTU_BYTES ? 0 : mtu;
    }

    private static int prefixLength(Ipv4Address address, @Nullable Ipv4Address mask) {
        if (mask != null) {
            int bits = mask.bits();
            int ones = Integer.numberOfLeadingZeros(~bits);
            if (Integer.bitCount(bits) == ones && ones > 0) {
                return ones;
            }
        }
        int first = address.bits() >>> 24; // without a mask, classes decide (RFC 1122 §3.3.6)
        return first < 128 ? 8 : first < 192 ? 16 : 24;
    }

    private static long after(long now, long nanos) {
        long sum = now + nanos;
        return sum < 0 ? Timer.NEVER : sum;
    }
}
