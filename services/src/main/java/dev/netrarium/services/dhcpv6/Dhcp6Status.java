package dev.netrarium.services.dhcpv6;

/** What a status code option says (RFC 8415 §21.13). */
public final class Dhcp6Status {
    public static final int SUCCESS = 0;
    public static final int NO_ADDRESSES = 2;
    public static final int NO_BINDING = 3;
    public static final int NOT_ON_LINK = 4;

    private Dhcp6Status() {}
}
