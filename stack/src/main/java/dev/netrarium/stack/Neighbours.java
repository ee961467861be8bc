package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.MacAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is on the links of a host, and under which link address: the ARP cache (RFC 826) and the neighbour cache (RFC
 * 4861), one engine for both, with Linux's states, times and bounds.
 */
public final class Neighbours {
    /** Forced collection spares what changed less than this ago, as on Linux. */
    private static final long YOUNG_NANOS = 5_000_000_000L;

    private static final int JITTER_STEPS = 1 << 16;

    private final Host host;
    private final RandomStream chance;
    private final SipHash secret;
    private final Family v4 = new Family();
    private final Family v6 = new Family();

    /** The entries of one family: Linux keeps and bounds the two apart. */
    private static final class Family {
        NeighbourSettings settings = NeighbourSettings.LINUX;
        int count;

        /** By age of the last change; what failed is put first. Permanent entries are not in the list. */
        @Nullable Neighbour oldest;

        @Nullable Neighbour newest;
    }

    /** The entries of one interface. */
    static final class OfInterface {
        private final AddressMap<Neighbour> entries;

        /** The one that was last sent to: on most links, the gateway. */
        private @Nullable Neighbour last;

        int jitter = -1;

        OfInterface(SipHash secret) {
            entries = new AddressMap<>(secret);
        }
    }

    Neighbours(Host host) {
        this.host = host;
        this.chance = host.random("neighbours");
        this.secret = SipHash.keyedBy(chance);
    }

    /** All entries, by interface and address. */
    public List<NeighbourEntry> list() {
        List<NeighbourEntry> all = new ArrayList<>();
        for (NetInterface on : host.interfaces()) {
            List<NeighbourEntry> here = new ArrayList<>();
            on.neighbours(secret)
                    .entries
                    .forEach(n ->
                            here.add(new NeighbourEntry(on.name(), n.address, n.link(), n.state(), n.updatedNanos)));
            here.sort(Comparator.comparing(NeighbourEntry::address));
            all.addAll(here);
        }
        return all;
    }

    /** Forgets everybody but permanent entries. */
    public void flush(long now) {
        for (NetInterface on : host.interfaces()) {
            flush(now, on, false);
        }
    }

    /**
     * Says where a neighbour is, for good.
     *
     * @throws IllegalArgumentException on an interface without link addresses, or when the table is full
     */
    public void setPermanent(NetInterface on, IpAddress address, MacAddress link) {
        if (!on.hasHeaders()) {
            throw new IllegalArgumentException(on.name() + " has no link addresses");
        }
        long now = host.now();
        Neighbour there = find(on, address.high(), address.low());
        if (there == null) {
            there = create(now, on, address);
        }
        if (there == null) {
            throw new IllegalArgumentException("the neighbour table is full");
        }
        there.fix(now, link.bits());
    }

    /** Forgets one neighbour; false when it was not known. */
    public boolean remove(long now, NetInterface on, IpAddress address) {
        Neighbour there = find(on, address.high(), address.low());
        if (there == null) {
            return false;
        }
        remove(now, there);
        return true;
    }

    @Nullable Neighbour find(NetInterface on, long high, long low) {
        return on.neighbours(secret).entries.get(high, low);
    }

    /** Sends an IP packet to a neighbour that may be unknown yet. */
    Transmit send(long now, NetInterface on, long high, long low, Packet packet) {
        OfInterface here = on.neighbours(secret);
        Neighbour there = here.last;
        if (there == null || there.gone || there.low != low || there.high != high) {
            there = here.entries.get(high, low);
            here.last = there;
        }
        if (there != null) {
            return there.send(now, packet);
        }
        Neighbour fresh = create(now, on, IpAddress.ofBits(high, low));
        if (fresh == null) {
            host.drop(now, DropReason.NEIGHBOUR_TABLE_FULL, packet);
            return Transmit.REFUSED;
        }
        return fresh.begin(now, packet);
    }

    /** Somebody named his link address while asking for ours (RFC 826's merge, RFC 4861 §7.2.3). */
    void introduced(long now, NetInterface on, IpAddress who, long link, String why) {
        Neighbour there = find(on, who.high(), who.low());
        if (there == null) {
            there = create(now, on, who);
            if (there == null) {
                return; // full: he will be asked for when he is needed
            }
        }
        there.learn(now, link, false, true, why);
    }

    /** An interface went down or away, or everything is to be forgotten. */
    void flush(long now, NetInterface on, boolean permanentToo) {
        List<Neighbour> all = new ArrayList<>();
        on.neighbours(secret).entries.forEach(all::add);
        all.sort(Comparator.comparing(n -> n.address));
        for (Neighbour n : all) {
            if (permanentToo || n.state() != NeighbourState.PERMANENT) {
                remove(now, n);
            }
        }
    }

    NeighbourSettings settings(Neighbour n) {
        return of(n).settings;
    }

    NeighbourSettings settings(IpFamily family) {
        return (family == IpFamily.IPV4 ? v4 : v6).settings;
    }

    void settings(IpFamily family, NeighbourSettings changed) {
        (family == IpFamily.IPV4 ? v4 : v6).settings = changed;
    }

    /** How long an entry is trusted: 0.5 to 1.5 times the base, drawn once per interface (RFC 4861 §6.3.4). */
    long reachableNanos(Neighbour n) {
        OfInterface here = n.on.neighbours(secret);
        if (here.jitter < 0) {
            here.jitter = chance.nextInt(JITTER_STEPS);
        }
        long base = settings(n).baseReachableNanos();
        return base / 2 + base / JITTER_STEPS * here.jitter;
    }

    void arm(Neighbour n, long deadline) {
        host.timers().arm(n, deadline);
    }

    void forget(Neighbour n) {
        host.timers().forget(n);
    }

    void solicit(long now, Neighbour n, long knownMac, @Nullable Packet waiting) {
        if (n.address.family() == IpFamily.IPV4) {
            host.arp().ask(now, n, knownMac, waiting);
        } else {
            host.discovery().ask(now, n, knownMac, waiting);
        }
    }

    void unreachable(long now, Packet packet) {
        host.icmp().neighbourUnreachable(now, packet);
        host.drop(now, DropReason.NEIGHBOUR_UNREACHABLE, packet);
    }

    void drop(long now, DropReason reason, Packet packet) {
        host.drop(now, reason, packet);
    }

    void tell(long now, Neighbour n, String why) {
        if (host.isObserved()) {
            host.tell(
                    now,
                    new HostEvent.NeighbourChanged(
                            n.on.name(), n.address, n.link(), n.state().name(), why));
        }
    }

    /** Puts an entry whose state has changed at its place in the list by age. */
    void moved(Neighbour n) {
        Family of = of(n);
        unlink(of, n);
        switch (n.state()) {
            case PERMANENT -> {}
            case FAILED -> linkOldest(of, n);
            default -> linkNewest(of, n);
        }
    }

    private @Nullable Neighbour create(long now, NetInterface on, IpAddress address) {
        Family of = address.family() == IpFamily.IPV4 ? v4 : v6;
        collect(now, of);
        if (of.count >= of.settings.threshold3()) {
            return null;
        }
        Neighbour fresh = new Neighbour(this, on, address, address.family().etherType());
        fresh.updatedNanos = now;
        on.neighbours(secret).entries.put(address.high(), address.low(), fresh);
        of.count++;
        linkNewest(of, fresh);
        return fresh;
    }

    /** Makes room, oldest first: the list is in that order, so nothing is searched. */
    private void collect(long now, Family of) {
        NeighbourSettings s = of.settings;
        while (of.count >= s.threshold1()) {
            Neighbour first = of.oldest;
            long spared = of.count >= s.threshold2() ? YOUNG_NANOS : s.staleNanos();
            if (first == null
                    || (first.state() != NeighbourState.FAILED && now - first.updatedNanos < spared)
                    || (of.count < s.threshold2() && isInUse(first))) {
                return;
            }
            remove(now, first);
        }
    }

    private static boolean isInUse(Neighbour n) {
        return n.state() != NeighbourState.STALE && n.state() != NeighbourState.FAILED;
    }

    private void remove(long now, Neighbour n) {
        Family of = of(n);
        n.on.neighbours(secret).entries.remove(n.address.high(), n.address.low());
        of.count--;
        unlink(of, n);
        n.forget(now);
    }

    private Family of(Neighbour n) {
        return n.address.family() == IpFamily.IPV4 ? v4 : v6;
    }

    private static void linkNewest(Family of, Neighbour n) {
        n.older = of.newest;
        if (of.newest == null) {
            of.oldest = n;
        } else {
            of.newest.newer = n;
        }
        of.newest = n;
    }

    private static void linkOldest(Family of, Neighbour n) {
        n.newer = of.oldest;
        if (of.oldest == null) {
            of.newest = n;
        } else {
            of.oldest.older = n;
        }
        of.oldest = n;
    }

    private static void unlink(Family of, Neighbour n) {
        if (n.older != null) {
            n.older.newer = n.newer;
        } else if (of.oldest == n) {
            of.oldest = n.newer;
        }
        if (n.newer != null) {
            n.newer.older = n.older;
        } else if (of.newest == n) {
            of.newest = n.older;
        }
        n.older = null;
        n.newer = null;
    }
}
