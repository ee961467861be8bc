package dev.netrarium.stack;

/**
 * Bounds the ICMP errors that a host sends (RFC 1812 §4.3.2.8, RFC 4443 §2.4 f), as Linux does: a token bucket per peer,
 * kept with the way to it, and one for the host.
 */
final class IcmpRateLimit {
    /** Errors that a peer may cause at once: Linux's {@code XRLIM_BURST_FACTOR}. */
    static final int BURST = 6;

    private static final long SECOND = 1_000_000_000L;

    private final Host host;
    private long creditNanos;
    private long countedNanos;
    private boolean begun;

    IcmpRateLimit(Host host) {
        this.host = host;
    }

    /** True when an error may go to that peer now; it is charged then. */
    boolean allows(long now, DestinationEntry peer) {
        if (peer.isLoopback()) {
            return true;
        }
        Knobs knobs = host.knobs();
        long perPeer = (peer.isV4 ? knobs.icmpRateLimitMillis : knobs.icmpv6RateLimitMillis) * 1_000_000L;
        long most = BURST * perPeer;
        peer.icmpCreditNanos = Math.min(most, peer.icmpCreditNanos + (now - peer.icmpCountedNanos));
        peer.icmpCountedNanos = now;
        if (peer.icmpCreditNanos < perPeer) {
            host.counters().add(Mib.ICMP_OUT_RATE_LIMITED);
            return false;
        }
        if (!allowsGlobally(now, knobs)) {
            host.counters().add(Mib.ICMP_OUT_RATE_LIMITED_GLOBAL);
            return false;
        }
        peer.icmpCreditNanos -= perPeer;
        return true;
    }

    private boolean allowsGlobally(long now, Knobs knobs) {
        long each = SECOND / Math.max(1, knobs.icmpPerSecond);
        long most = each * knobs.icmpBurst;
        creditNanos = begun ? Math.min(most, creditNanos + (now - countedNanos)) : most;
        begun = true;
        countedNanos = now;
        if (creditNanos < each) {
            return false;
        }
        creditNanos -= each;
        return true;
    }
}
