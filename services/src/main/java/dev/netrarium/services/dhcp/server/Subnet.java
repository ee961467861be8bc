package dev.netrarium.services.dhcp.server;

import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.DhcpOptions;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.Ipv4Address;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subnet that the server knows.
 *
 * @param pools whose addresses it gives to anybody; may be none
 * @param leaseTime what a client gets that asks for no time
 * @param longestLeaseTime what a client gets at most
 * @param options what clients are told; the subnet mask need not be among them
 */
public record Subnet(
        IpPrefix prefix,
        List<AddressRange> pools,
        List<Reservation> reservations,
        Duration leaseTime,
        Duration longestLeaseTime,
        DhcpOptions options) {
    /** What dnsmasq and many home routers give. */
    public static final Duration DEFAULT_LEASE_TIME = Duration.ofHours(1);

    private static final Duration LEAST_LEASE_TIME = Duration.ofSeconds(1);

    public Subnet {
        pools = List.copyOf(pools);
        reservations = List.copyOf(reservations);
        if (prefix.family() != IpFamily.IPV4) {
            throw new IllegalArgumentException("DHCP is for IPv4; " + prefix + " is not");
        }
        for (AddressRange pool : pools) {
            if (!prefix.contains(pool.first()) || !prefix.contains(pool.last())) {
                throw new IllegalArgumentException("the pool " + pool + " is not within " + prefix);
            }
        }
        for (Reservation each : reservations) {
            if (!prefix.contains(each.address())) {
                throw new IllegalArgumentException("the reservation " + each + " is not within " + prefix);
            }
        }
        if (leaseTime.compareTo(LEAST_LEASE_TIME) < 0 || longestLeaseTime.compareTo(leaseTime) < 0) {
            throw new IllegalArgumentException("a lease lasts a second or more, and the longest not less than others: "
                    + leaseTime + ", " + longestLeaseTime);
        }
    }

    /** A subnet with a pool, and leases of an hour. */
    public static Subnet of(String prefix, String... pools) {
        return new Subnet(
                IpPrefix.of(prefix),
                List.of(pools).stream().map(AddressRange::of).toList(),
                List.of(),
                DEFAULT_LEASE_TIME,
                DEFAULT_LEASE_TIME,
                DhcpOptions.NONE);
    }

    public Subnet with(DhcpOptions newOptions) {
        return new Subnet(prefix, pools, reservations, leaseTime, longestLeaseTime, newOptions);
    }

    /** With leases of that time, for those that ask for more, too. */
    public Subnet withLeaseTime(Duration time) {
        return new Subnet(prefix, pools, reservations, time, time, options);
    }

    public Subnet withLeaseTimes(Duration usual, Duration longest) {
        return new Subnet(prefix, pools, reservations, usual, longest, options);
    }

    public Subnet withReservations(Reservation... all) {
        return new Subnet(prefix, pools, List.of(all), leaseTime, longestLeaseTime, options);
    }

    @Nullable Reservation reservationFor(DhcpMessage message) {
        for (Reservation each : reservations) {
            if (each.isFor(message)) {
                return each;
            }
        }
        return null;
    }

    boolean isReserved(Ipv4Address address) {
        for (Reservation each : reservations) {
            if (each.address().equals(address)) {
                return true;
            }
        }
        return false;
    }

    boolean isInPool(Ipv4Address address) {
        for (AddressRange pool : pools) {
            if (pool.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
