package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** The multicast groups of one interface, by IP address and by MAC address; each join is undone by one leave. */
final class Groups {
    /** Linux's {@code igmp_max_memberships} is 20 per socket; this bounds an interface. */
    private static final int MOST = 4096;

    private final AddressMap<Member> byAddress = new AddressMap<>(null);
    private final AddressMap<Member> byMac = new AddressMap<>(null);

    private static final class Member {
        int joins;
    }

    /** False when there is no room. */
    boolean join(IpAddress group) {
        if (byAddress.size() >= MOST) {
            return false;
        }
        more(byAddress, group.high(), group.low());
        more(byMac, 0, MacAddress.multicastFor(group).bits());
        return true;
    }

    void leave(IpAddress group) {
        if (byAddress.get(group.high(), group.low()) != null) {
            less(byAddress, group.high(), group.low());
            less(byMac, 0, MacAddress.multicastFor(group).bits());
        }
    }

    boolean has(long high, long low) {
        return byAddress.get(high, low) != null;
    }

    boolean hasMac(long mac) {
        return byMac.get(0, mac) != null;
    }

    private static void more(AddressMap<Member> map, long high, long low) {
        @Nullable Member member = map.get(high, low);
        if (member == null) {
            member = new Member();
            map.put(high, low, member);
        }
        member.joins++;
    }

    private static void less(AddressMap<Member> map, long high, long low) {
        @Nullable Member member = map.get(high, low);
        if (member != null && --member.joins == 0) {
            map.remove(high, low);
        }
    }
}
