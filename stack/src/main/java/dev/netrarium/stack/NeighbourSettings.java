package dev.netrarium.stack;

/**
 * The knobs of neighbour resolution; the sysctls are {@code net.ipv4.neigh.default.*} and
 * {@code net.ipv6.neigh.default.*}. Linux's defaults. (BSD keeps an entry for 20 minutes and never probes: a
 * {@code baseReachableNanos} of 1200 s without probes comes near it.)
 *
 * @param baseReachableNanos {@code base_reachable_time_ms}: an entry is trusted for 0.5 to 1.5 times this
 * @param retransmitNanos {@code retrans_time_ms}: between two questions
 * @param delayNanos {@code delay_first_probe_time}: how long the upper layer has to confirm a stale entry in use
 * @param multicastQuestions {@code mcast_solicit}: questions to everybody before giving up
 * @param unicastQuestions {@code ucast_solicit}: questions to the last known address before giving up
 * @param staleNanos {@code gc_stale_time}: how long an unused entry is safe when there are more than {@code threshold1}
 * @param threshold1 {@code gc_thresh1}: entries below which nothing is collected
 * @param threshold2 {@code gc_thresh2}: entries above which those older than 5 s are collected
 * @param threshold3 {@code gc_thresh3}: the most entries
 * @param pendingBytes {@code unres_qlen_bytes}: memory of the packets that wait for one entry
 */
record NeighbourSettings(
        long baseReachableNanos,
        long retransmitNanos,
        long delayNanos,
        int multicastQuestions,
        int unicastQuestions,
        long staleNanos,
        int threshold1,
        int threshold2,
        int threshold3,
        int pendingBytes) {
    private static final long SECOND = 1_000_000_000L;

    static final NeighbourSettings LINUX =
            new NeighbourSettings(30 * SECOND, SECOND, 5 * SECOND, 3, 3, 60 * SECOND, 128, 512, 1024, 212_992);

    NeighbourSettings {
        if (baseReachableNanos < 1 || retransmitNanos < 1 || delayNanos < 1 || staleNanos < 0) {
            throw new IllegalArgumentException("want positive times");
        }
        if (multicastQuestions < 1 || unicastQuestions < 0 || pendingBytes < 0) {
            throw new IllegalArgumentException("want at least one question, and bounds that are not negative");
        }
        if (threshold1 < 0 || threshold2 < 0 || threshold3 < 1 || threshold3 > 1 << 20) {
            throw new IllegalArgumentException("want thresholds within 0..1048576");
        }
    }
}
