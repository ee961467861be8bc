package dev.netrarium.services.dhcp.server;

import dev.netrarium.wire.Ipv4Address;

/** Addresses from the first to the last, both included. */
public record AddressRange(Ipv4Address first, Ipv4Address last) {
    /** Addresses of one range: a /12, far beyond what one server should know. */
    public static final int MOST = 1 << 20;

    public AddressRange {
        long size = (last.bits() & 0xffff_ffffL) - (first.bits() & 0xffff_ffffL) + 1;
        if (size < 1 || size > MOST) {
            throw new IllegalArgumentException(
                    "a range has 1 to " + MOST + " addresses, and " + first + " to " + last + " are " + size);
        }
    }

    /**
     * Parses {@code 192.168.1.100-192.168.1.199}, or one address.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    public static AddressRange of(String text) {
        int dash = text.indexOf('-');
        Ipv4Address first = Ipv4Address.of((dash < 0 ? text : text.substring(0, dash)).strip());
        return new AddressRange(
                first,
                dash < 0 ? first : Ipv4Address.of(text.substring(dash + 1).strip()));
    }

    public int size() {
        return last.bits() - first.bits() + 1;
    }

    public boolean contains(Ipv4Address address) {
        int distance = address.bits() - first.bits();
        return distance >= 0 && distance < size();
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
