package dev.netrarium.drill;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a script's sockets and packets are: {@code --ip_version}. */
public enum IpVersion {
    /** AF_INET sockets, IPv4 packets. */
    IPV4("ipv4"),
    /** AF_INET6 sockets, IPv6 packets. */
    IPV6("ipv6"),
    /** AF_INET6 sockets, IPv4 packets. */
    IPV4_MAPPED_IPV6("ipv4-mapped-ipv6");

    private final String option;

    IpVersion(String option) {
        this.option = option;
    }

    boolean hasIpv6Sockets() {
        return this != IPV4;
    }

    boolean hasIpv6Packets() {
        return this == IPV6;
    }

    static @Nullable IpVersion named(String text) {
        for (IpVersion each : values()) {
            if (each.option.equals(text.toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        return null;
    }

    /** The option's value. */
    @Override
    public String toString() {
        return option;
    }
}
