package dev.netrarium.world;

import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The addresses of one LAN: who has which, and which is the next free one. */
final class Addressing {
    /** Stands for an owner to come: no node has an empty name. */
    private static final String RESERVED = "";

    private final String lan;
    private final List<IpPrefix> prefixes;
    private final long[] next;
    private final Map<IpAddress, String> owners = new HashMap<>(); // looked up, never iterated

    Addressing(String lan, List<IpPrefix> prefixes) {
        this.lan = lan;
        this.prefixes = prefixes;
        this.next = new long[prefixes.size()];
        for (int i = 0; i < next.length; i++) {
            next[i] = firstHost(prefixes.get(i));
        }
    }

    /** The next free address of each prefix. */
    List<InterfaceAddress> takeNext(String owner) {
        return java.util.stream.IntStream.range(0, next.length)
                .mapToObj(i -> takeNext(i, owner))
                .toList();
    }

    /** Keeps an address for whoever asks for it by name. */
    void reserve(IpAddress address) {
        owners.putIfAbsent(address, RESERVED);
    }

    /** Takes a given address. */
    InterfaceAddress take(InterfaceAddress address, String owner) {
        String other = owners.put(address.address(), owner);
        if (other != null && !other.equals(RESERVED)) {
            owners.put(address.address(), other);
            throw new IllegalArgumentException(
                    "on " + lan + " the address " + address.address() + " of " + owner + " belongs to " + other);
        }
        return address;
    }

    private InterfaceAddress takeNext(int i, String owner) {
        IpPrefix prefix = prefixes.get(i);
        long hosts = prefix.hostCount();
        while (next[i] - firstHost(prefix) < hosts) {
            IpAddress candidate = prefix.addressAt(next[i]++);
            if (owners.putIfAbsent(candidate, owner) == null) {
                return new InterfaceAddress(candidate, prefix.length());
            }
        }
        throw new IllegalArgumentException(lan + " has no free address left in " + prefix + " for " + owner);
    }

    /** Number 0 is the subnet's own in IPv4, and its routers' anycast address in IPv6 (RFC 4291 §2.6.1). */
    private static long firstHost(IpPrefix prefix) {
        int hostBits = prefix.family().maxPrefixLength() - prefix.length();
        return prefix.family() == IpFamily.IPV4 ? hostBits > 1 ? 1 : 0 : hostBits > 0 ? 1 : 0;
    }
}
