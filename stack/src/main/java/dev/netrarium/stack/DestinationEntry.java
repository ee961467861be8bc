package dev.netrarium.stack;

import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** One way from this host to one destination: an entry of the {@link DestinationCache}, or an answer that there is none. */
final class DestinationEntry extends Path {
    private final Host host;

    final IpAddress destination;
    final int askedInterface;

    /** What the transport asked for; null when it left the source open. */
    final @Nullable IpAddress askedSource;

    private final IpAddress source;
    private final @Nullable NetInterface egress;
    private final IpAddress nextHop;
    private final @Nullable PathError error;
    private final RouteMetrics metrics;
    private final @Nullable Route route;
    private final int topology;
    private final boolean toMany;
    final boolean isV4;

    private @Nullable Neighbour neighbour;
    private int learnedMtuBytes;
    private long learnedUntilNanos;
    private boolean told;
    int nextIdentification;

    /** The token bucket of ICMP errors to this destination: nanoseconds saved up, and until when they are counted. */
    long icmpCreditNanos = IcmpRateLimit.BURST * 1_000_000_000L;

    long icmpCountedNanos;

    // Links of the cache.
    boolean evicted;
    long usedNanos;

    @Nullable DestinationEntry nextInBucket;

    @Nullable DestinationEntry older;

    @Nullable DestinationEntry newer;

    DestinationEntry(
            Host host,
            @Nullable IpAddress askedSource,
            IpAddress source,
            IpAddress destination,
            int askedInterface,
            @Nullable NetInterface egress,
            IpAddress nextHop,
            @Nullable Route route,
            @Nullable PathError error) {
        this.host = host;
        this.askedSource = askedSource;
        this.source = source;
        this.destination = destination;
        this.askedInterface = askedInterface;
        this.egress = egress;
        this.nextHop = nextHop;
        this.route = route;
        this.error = error;
        this.metrics = route == null ? RouteMetrics.NONE : route.metrics();
        this.topology = host.topology();
        this.isV4 = destination.family() == IpFamily.IPV4;
        long high = destination.high();
        long low = destination.low();
        this.toMany = LocalAddresses.isMulticast(high, low) || host.addresses().isBroadcast(high, low);
    }

    @Override
    public int mtuBytes() {
        int link = egress == null ? NetInterface.MOST_MTU_BYTES : egress.mtuBytes();
        if (isV4 && link > IpOutput.MOST_IP_BYTES) {
            link = IpOutput.MOST_IP_BYTES; // the loopback takes one byte more than an IPv4 header can say
        }
        int routed = metrics.mtuBytes() == 0 ? link : Math.min(metrics.mtuBytes(), link);
        if (learnedMtuBytes == 0 || host.now() >= learnedUntilNanos) {
            return routed;
        }
        return Math.min(learnedMtuBytes, routed);
    }

    @Override
    public boolean takesSuperSegments() {
        return egress != null && egress.takesSuperSegments();
    }

    @Override
    public IpAddress source() {
        return source;
    }

    @Override
    public IpAddress destination() {
        return destination;
    }

    @Override
    public @Nullable NetInterface egress() {
        return egress;
    }

    @Override
    public IpAddress nextHop() {
        return nextHop;
    }

    @Override
    public @Nullable PathError error() {
        return error;
    }

    @Override
    public boolean isStale() {
        return evicted || topology != host.topology();
    }

    @Override
    public int advertisedMssBytes() {
        return metrics.advertisedMssBytes();
    }

    @Override
    public int initialWindowSegments() {
        return metrics.initialWindowSegments();
    }

    @Override
    public boolean isEcnCapable() {
        return metrics.ecn();
    }

    @Override
    public long minimumRtoNanos() {
        return metrics.minimumRtoNanos();
    }

    @Override
    public boolean keepsDepartureTimes() {
        return egress != null && egress.queue().keepsDepartureTimes();
    }

    @Override
    public boolean isLoopback() {
        return egress != null && egress.isLoopback();
    }

    @Override
    public void confirmReachable(long now) {
        Neighbour known = neighbour;
        if (known != null && !known.gone) {
            known.confirm(now);
        }
    }

    /** True when packets may be cut on the way: the MTU is locked, so it is not learned (RFC 1191 is off). */
    boolean allowsFragments() {
        return metrics.mtuLocked();
    }

    /** A router on the way says what it can take (RFC 1191 §3, RFC 8201 §4): only ever less than was known. */
    void learnMtu(int mtuBytes, long until) {
        if (!metrics.mtuLocked() && mtuBytes < mtuBytes()) {
            learnedMtuBytes = mtuBytes;
            learnedUntilNanos = until;
        }
    }

    /** Keeps what an older entry for the same destination has learned, if the way is the same. */
    void inherit(DestinationEntry from) {
        cachedSsthreshSegments = from.cachedSsthreshSegments;
        cachedSmoothedRttNanos = from.cachedSmoothedRttNanos;
        cachedRttVarianceNanos = from.cachedRttVarianceNanos;
        fastOpen = from.fastOpen;
        icmpCreditNanos = from.icmpCreditNanos;
        icmpCountedNanos = from.icmpCountedNanos;
        nextIdentification = from.nextIdentification;
        if (from.egress == egress && from.nextHop.equals(nextHop)) {
            learnedMtuBytes = from.learnedMtuBytes;
            learnedUntilNanos = from.learnedUntilNanos;
        }
    }

    /** Forgets what connections have learned: round-trip time, slow-start threshold, Fast Open's cookie. */
    void forgetMetrics() {
        cachedSsthreshSegments = 0;
        cachedSmoothedRttNanos = 0;
        cachedRttVarianceNanos = 0;
        fastOpen = null;
    }

    /** Sends a complete IP packet, small enough for the link. */
    Transmit emit(long now, Packet packet) {
        NetInterface by = egress;
        if (by == null) {
            host.drop(now, DropReason.IP_NO_ROUTE, packet);
            return Transmit.UNREACHABLE;
        }
        if (!told) {
            tell(now, by);
        }
        if (!by.hasHeaders()) {
            return by.transmit(now, packet);
        }
        if (toMany) {
            int etherType = isV4 ? EtherType.IPV4 : EtherType.IPV6;
            return by.transmit(now, packet, groupMac(), etherType);
        }
        Neighbour known = neighbour;
        if (known == null || known.gone) {
            if (!by.isUp()) {
                host.drop(now, DropReason.LINK_DOWN, packet);
                return Transmit.UNREACHABLE;
            }
            Transmit outcome = host.neighbours().send(now, by, nextHop.high(), nextHop.low(), packet);
            neighbour = host.neighbours().find(by, nextHop.high(), nextHop.low());
            return outcome;
        }
        return known.send(now, packet);
    }

    private long groupMac() {
        return destination.isMulticast() ? MacAddress.multicastFor(destination).bits() : MacAddress.BROADCAST.bits();
    }

    private void tell(long now, NetInterface by) {
        told = true;
        Route chosen = route;
        if (chosen != null && host.isObserved()) {
            host.tell(now, new HostEvent.RouteChosen(destination, chosen.destination(), nextHop, by.name(), source));
        }
    }
}
