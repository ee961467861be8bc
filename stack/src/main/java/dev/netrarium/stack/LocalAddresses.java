package dev.netrarium.stack;

import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which addresses are the host's, whatever the interface (the weak host model of RFC 1122 §3.3.4.2, as on Linux). */
final class LocalAddresses {
    /** One of the host's own addresses, 127.0.0.0/8 included. */
    static final int UNICAST = 1;

    /** The limited broadcast address, or the directed one of a subnet of the host's. */
    static final int BROADCAST = 1 << 1;

    /** 224.0.0.0/4 or ff00::/8, whether the host is a member or not. */
    static final int MULTICAST = 1 << 2;

    /** 127.0.0.0/8 or ::1. */
    static final int LOOPBACK = 1 << 3;

    /** 0.0.0.0 or ::. */
    static final int UNSPECIFIED = 1 << 4;

    private static final long LIMITED_BROADCAST = 0xffff_ffff_ffffL;
    private static final long ANY_IPV4 = 0xffff_0000_0000L;

    /** A power of two: a host speaks with few others at a time. */
    private static final int MEMO_ENTRIES = 8;

    private final AddressMap<Holders> known = new AddressMap<>(null);

    /** Answers given before, by their address, all of them forgotten at each change; 0 is no address that is looked up. */
    private final long[] memo = new long[2 * MEMO_ENTRIES];

    private final byte[] memoKinds = new byte[MEMO_ENTRIES];

    /** Two interfaces may have the same address, and two subnets the same broadcast address. */
    private static final class Holders {
        int unicast;
        int broadcast;

        @Nullable NetInterface broadcastOn;

        int kind() {
            return (unicast > 0 ? UNICAST : 0) | (broadcast > 0 ? BROADCAST : 0);
        }
    }

    void add(NetInterface on, InterfaceAddress address) {
        Arrays.fill(memo, 0);
        holders(address.address()).unicast++;
        IpAddress all = directedBroadcast(address);
        if (all != null) {
            Holders holders = holders(all);
            holders.broadcast++;
            if (holders.broadcastOn == null) {
                holders.broadcastOn = on;
            }
        }
    }

    void remove(InterfaceAddress address) {
        Arrays.fill(memo, 0);
        Holders own = holders(address.address());
        own.unicast--;
        tidy(address.address(), own);
        IpAddress all = directedBroadcast(address);
        if (all != null) {
            Holders holders = holders(all);
            holders.broadcast--;
            tidy(all, holders);
        }
    }

    /** What an address is to this host: a sum of the constants above, 0 for another host's. One look-up. */
    int kind(long high, long low) {
        if (high == 0) {
            if (low >>> 28 == 0xffff_eL) {
                return MULTICAST;
            }
            if (low >>> 24 == 0xffff_7fL || low == 1) {
                return UNICAST | LOOPBACK;
            }
            if (low == LIMITED_BROADCAST) {
                return BROADCAST;
            }
            if (low == ANY_IPV4 || low == 0) {
                return UNSPECIFIED;
            }
        } else if (high >>> 56 == 0xff) {
            return MULTICAST;
        }
        int at = (int) (low ^ low >>> 8) & MEMO_ENTRIES - 1;
        if (memo[2 * at] == high && memo[2 * at + 1] == low) {
            return memoKinds[at];
        }
        Holders holders = known.get(high, low);
        int kind = holders == null ? 0 : holders.kind();
        memo[2 * at] = high;
        memo[2 * at + 1] = low;
        memoKinds[at] = (byte) kind;
        return kind;
    }

    boolean isUnicast(long high, long low) {
        return (kind(high, low) & UNICAST) != 0;
    }

    boolean isBroadcast(long high, long low) {
        return (kind(high, low) & BROADCAST) != 0;
    }

    /** The interface of the subnet whose directed broadcast address this is, or null. */
    @Nullable NetInterface broadcastOn(long high, long low) {
        Holders holders = known.get(high, low);
        return holders == null || holders.broadcast == 0 ? null : holders.broadcastOn;
    }

    static boolean isMulticast(long high, long low) {
        return high >>> 56 == 0xff || (high == 0 && low >>> 28 == 0xffff_eL);
    }

    private Holders holders(IpAddress address) {
        Holders holders = known.get(address.high(), address.low());
        if (holders == null) {
            holders = new Holders();
            known.put(address.high(), address.low(), holders);
        }
        return holders;
    }

    private void tidy(IpAddress address, Holders holders) {
        if (holders.kind() == 0) {
            known.remove(address.high(), address.low());
        }
    }

    private static @Nullable IpAddress directedBroadcast(InterfaceAddress address) {
        boolean has = address.address().family() == IpFamily.IPV4
                && address.prefixLength() < 31
                && !address.address().isLoopback();
        return has ? address.prefix().broadcast() : null;
    }
}
