package dev.netrarium.stack.tcp;

import dev.netrarium.stack.SipHash;

/** Initial sequence numbers by RFC 6528, a 4 µs clock plus a secret function of the four-tuple; and timestamp offsets. */
final class InitialSequenceNumbers {
    private static final long TICK_NANOS = 4_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final SipHash hash;

    InitialSequenceNumbers(SipHash hash) {
        this.hash = hash;
    }

    int next(long now, FourTuple t) {
        long secret =
                hash.secret(5, t.localHigh(), t.localLow(), t.remoteHigh(), t.remoteLow(), t.ports() & 0xffffffffL);
        return (int) (now / TICK_NANOS) + (int) secret;
    }

    /**
     * What is added to the millisecond clock for a connection's timestamps (RFC 7323 §5.4). One per pair of hosts, so
     * that they still rise from one connection to the next: RFC 6191 builds on that.
     */
    int timestampOffset(FourTuple t) {
        return (int) hash.secret(4, t.localHigh(), t.localLow(), t.remoteHigh(), t.remoteLow(), 0);
    }

    static int timestampClock(long now) {
        return (int) (now / NANOS_PER_MILLI);
    }
}
