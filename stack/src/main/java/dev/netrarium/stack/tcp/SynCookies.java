package dev.netrarium.stack.tcp;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.SipHash;

/**
 * SYN cookies (RFC 4987 §3.6): the sequence number of a SYN-ACK from which a half-open connection can be made anew when
 * the handshake's last ACK brings it back, so that a SYN costs no memory. As Linux makes them: a keyed hash of the
 * four-tuple, the minute in the top byte, and in the rest which of four sizes the client's MSS was. What else the SYN
 * offered survives in the low bits of our timestamp, if the client has timestamps; else it is lost.
 */
final class SynCookies {
    /** How long after the last cookie an ACK is worth looking at. */
    static final long VALID_NANOS = 120_000_000_000L;

    private static final long MINUTE_NANOS = 60_000_000_000L;

    /** A cookie made in the minute before the last is too old. */
    private static final int MOST_MINUTES = 2;

    private static final int HASH_BITS = 24;
    private static final int HASH_MASK = (1 << HASH_BITS) - 1;

    private static final int[] MSS_V4 = {536, 1300, 1440, 1460};
    private static final int[] MSS_V6 = {1280 - 60, 1480 - 60, 1500 - 60, 9000 - 60};

    /** The timestamp's low bits: four of window scale, all set for none; SACK; ECN. */
    private static final int OPTION_BITS = 6;

    private static final int SCALE_MASK = 0xf;
    private static final int SACK = 1 << 4;
    private static final int ECN = 1 << 5;

    private final SipHash still;
    private final SipHash byMinute;

    SynCookies(RandomStream secrets) {
        still = SipHash.keyedBy(secrets);
        byMinute = SipHash.keyedBy(secrets);
    }

    /** The sequence number to answer a SYN with. */
    int sequenceNumber(long now, FourTuple tuple, int peerInitial, int peerMss) {
        int[] sizes = tuple.isV4() ? MSS_V4 : MSS_V6;
        int size = sizes.length - 1;
        while (size > 0 && peerMss < sizes[size]) {
            size--;
        }
        int minute = minute(now);
        return (int) hash(still, tuple, 0)
                + peerInitial
                + (minute << HASH_BITS)
                + (((int) hash(byMinute, tuple, minute) + size) & HASH_MASK);
    }

    /** The MSS that a cookie stands for, or 0 when it is none of ours or too old. */
    int mss(long now, FourTuple tuple, int peerInitial, int cookie) {
        int minute = minute(now);
        int rest = cookie - (int) hash(still, tuple, 0) - peerInitial;
        int age = (minute - (rest >>> HASH_BITS)) & 0xff;
        if (age >= MOST_MINUTES) {
            return 0;
        }
        int size = (rest - (int) hash(byMinute, tuple, minute - age)) & HASH_MASK;
        int[] sizes = tuple.isV4() ? MSS_V4 : MSS_V6;
        return size < sizes.length ? sizes[size] : 0;
    }

    /** Our timestamp clock, at most 64 ms behind, with what the SYN offered in its low bits. */
    static int timestamp(int clock, int peerWindowScale, boolean sack, boolean ecn) {
        int options = peerWindowScale < 0 ? SCALE_MASK : peerWindowScale;
        options |= (sack ? SACK : 0) | (ecn ? ECN : 0);
        int value = (clock & -(1 << OPTION_BITS)) | options;
        return value - clock > 0 ? value - (1 << OPTION_BITS) : value;
    }

    static int peerWindowScale(int timestamp) {
        int scale = timestamp & SCALE_MASK;
        return scale == SCALE_MASK ? -1 : scale;
    }

    static boolean sack(int timestamp) {
        return (timestamp & SACK) != 0;
    }

    static boolean ecn(int timestamp) {
        return (timestamp & ECN) != 0;
    }

    private static int minute(long now) {
        return (int) (now / MINUTE_NANOS);
    }

    private static long hash(SipHash by, FourTuple t, int minute) {
        return by.secret(
                5,
                t.localHigh(),
                t.localLow(),
                t.remoteHigh(),
                t.remoteLow(),
                (long) t.ports() << 32 | (minute & 0xffffffffL));
    }
}
