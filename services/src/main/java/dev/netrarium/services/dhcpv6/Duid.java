package dev.netrarium.services.dhcpv6;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.MacAddress;

/** DHCP unique identifiers (RFC 8415 §11): who a client or server is, whatever its addresses. */
public final class Duid {
    private static final int LINK_LAYER_TIME = 1;
    private static final int LINK_LAYER = 3;
    private static final int ETHERNET = 1;

    private Duid() {}

    /** DUID-LL: of a MAC address that stays. */
    public static ByteString of(MacAddress mac) {
        byte[] b = new byte[10];
        BigEndian.put16(b, 0, LINK_LAYER);
        BigEndian.put16(b, 2, ETHERNET);
        mac.writeTo(b, 4);
        return ByteString.copyOf(b);
    }

    /**
     * DUID-LLT: of a MAC address and when it was made.
     *
     * @param seconds since the year 2000, modulo 2³²
     */
    public static ByteString of(MacAddress mac, long seconds) {
        byte[] b = new byte[14];
        BigEndian.put16(b, 0, LINK_LAYER_TIME);
        BigEndian.put16(b, 2, ETHERNET);
        BigEndian.put32(b, 4, (int) seconds);
        mac.writeTo(b, 8);
        return ByteString.copyOf(b);
    }
}
