package dev.netrarium.stack.tcp;

/**
 * PRR (RFC 6937bis): while cwnd is being reduced, what leaves is kept in proportion to what arrives, so that the flight
 * comes down to ssthresh smoothly, and neither a burst nor silence follows a loss.
 */
final class ProportionalRateReduction {
    /** cwnd when the reduction began: RecoverFS. */
    int priorWindow;

    /** Segments that have arrived since, and that were sent: prr_delivered, prr_out. */
    private int delivered;

    private int sent;

    void begin(int windowSegments) {
        priorWindow = windowSegments;
        delivered = 0;
        sent = 0;
    }

    void sent(int segments) {
        sent += segments;
    }

    /**
     * The congestion window after an acknowledgment.
     *
     * @param arrived segments that it delivered
     * @param progress it moved SND.UNA, and no further loss came to light: the slow-start bound instead of the
     *     conservative one
     */
    int window(int inFlight, int ssthresh, int arrived, boolean progress) {
        delivered += arrived;
        int room = ssthresh - inFlight;
        int may;
        if (room < 0) {
            may = (int) (((long) ssthresh * delivered + priorWindow - 1) / priorWindow) - sent;
        } else {
            may = Math.max(delivered - sent, arrived);
            if (progress) {
                may++;
            }
            may = Math.min(room, may);
        }
        may = Math.max(may, sent > 0 ? 0 : 1); // the first retransmission always leaves
        return inFlight + may;
    }
}
