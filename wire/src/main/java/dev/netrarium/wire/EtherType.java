package dev.netrarium.wire;

/** EtherType values (IEEE 802.3 §3.2.6), as 16-bit numbers. */
public final class EtherType {
    public static final int IPV4 = 0x0800;
    public static final int ARP = 0x0806;
    public static final int VLAN = 0x8100;
    public static final int IPV6 = 0x86dd;
    /** The outer of two VLAN tags (IEEE 802.1ad). */
    public static final int SERVICE_VLAN = 0x88a8;

    /** Values below are no types but lengths of IEEE 802.3 frames. */
    public static final int MINIMUM = 0x0600;

    private EtherType() {}

    /** The name for people, or the number in hex. */
    public static String name(int etherType) {
        return switch (etherType) {
            case IPV4 -> "IPv4";
            case ARP -> "ARP";
            case VLAN -> "802.1Q";
            case IPV6 -> "IPv6";
            case SERVICE_VLAN -> "802.1Q-QinQ";
            default -> String.format("0x%04x", etherType);
        };
    }
}
