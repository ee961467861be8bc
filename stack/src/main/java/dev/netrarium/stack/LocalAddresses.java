package dev.netrarium.stack;

import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import org.jspecify.annotations.Nullable;

/** Which addresses are the host's, whatever the interface (the weak host model of RFC 1122 §3.3.4.2, as on Linux). */
final class LocalAddresses {
    private static final long LIMITED_BROADCAST = 0xffff_ffff_ffffL;

    private final AddressMap<Holders> unicast = new AddressMap<>(null);
    private final AddressMap<Holders> broadcast = new AddressMap<>(null);

    /** Two interfaces may have the same address, and two subnets the same broadcast address. */
    private static final class Holders {
        final NetInterface first;
        int count = 1;

        Holders(NetInterface first) {
            this.first = first;
        }
    }

    void add(NetInterface on, InterfaceAddress address) {
        hold(unicast, on, address.address());
        IpAddress all = directedBroadcast(address);
        if (all != null) {
            hold(broadcast, on, all);
        }
    }

    void remove(InterfaceAddress address) {
        let(unicast, address.address());
        IpAddress all = directedBroadcast(address);
        if (all != null) {
            let(broadcast, all);
        }
    }

    /** One of the host's own addresses, 127.0.0.0/8 included. */
    boolean isUnicast(long high, long low) {
        return unicast.get(high, low) != null || isLoopback(high, low);
    }

    boolean isBroadcast(long high, long low) {
        return high == 0 && (low == LIMITED_BROADCAST || broadcast.get(high, low) != null);
    }

    /** The interface of the subnet whose directed broadcast address this is, or null. */
    @Nullable NetInterface broadcastOn(long high, long low) {
        Holders holders = broadcast.get(high, low);
        return holders == null ? null : holders.first;
    }

    /** 127.0.0.0/8 or ::1. */
    static boolean isLoopback(long high, long low) {
        return high == 0 && (low == 1 || low >>> 24 == 0xffff_7fL);
    }

    /** 224.0.0.0/4 or ff00::/8. */
    static boolean isMulticast(long high, long low) {
        return high >>> 56 == 0xff || (high == 0 && low >>> 28 == 0xffff_eL);
    }

    private static @Nullable IpAddress directedBroadcast(InterfaceAddress address) {
        boolean has = address.address().family() == IpFamily.IPV4
                && address.prefixLength() < 31
                && !address.address().isLoopback();
        return has ? address.prefix().broadcast() : null;
    }

    private static void hold(AddressMap<Holders> map, NetInterface on, IpAddress address) {
        Holders holders = map.get(address.high(), address.low());
        if (holders == null) {
            map.put(address.high(), address.low(), new Holders(on));
        } else {
            holders.count++;
        }
    }

    private static void let(AddressMap<Holders> map, IpAddress address) {
        Holders holders = map.get(address.high(), address.low());
        if (holders != null && --holders.count == 0) {
            map.remove(address.high(), address.low());
        }
    }
}
