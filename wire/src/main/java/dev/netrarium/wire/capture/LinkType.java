package dev.netrarium.wire.capture;

/** What a captured packet begins with: the numbers of tcpdump.org's link-layer header types. */
public final class LinkType {
    /** BSD loopback: four bytes of address family in the byte order of the machine that captured. */
    public static final int NULL = 0;

    /** Ethernet II or 802.3, from the destination address to the last byte of payload and padding; no FCS. */
    public static final int ETHERNET = 1;

    /** An IPv4 or IPv6 packet, told apart by its version. */
    public static final int RAW = 101;

    /** Linux "cooked" capture. */
    public static final int LINUX_SLL = 113;

    public static final int IPV4 = 228;
    public static final int IPV6 = 229;

    private LinkType() {}

    /** The name for people, or the number. */
    public static String name(int linkType) {
        return switch (linkType) {
            case NULL -> "BSD loopback";
            case ETHERNET -> "Ethernet";
            case RAW -> "Raw IP";
            case LINUX_SLL -> "Linux cooked capture";
            case IPV4 -> "Raw IPv4";
            case IPV6 -> "Raw IPv6";
            default -> "link type " + linkType;
        };
    }
}
