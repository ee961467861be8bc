package dev.netrarium.stack.tcp;

/**
 * What is held lost, and what is sent again. It knows the flight; the {@link Sender} asks it before each segment.
 * Segments are named by their index in the {@link Flight}.
 */
interface LossRecovery {
    /** Linux's {@code tcp_ca_state}, in its order. */
    enum State {
        OPEN,
        DISORDER,
        CONGESTION_WINDOW_REDUCED,
        RECOVERY,
        LOSS
    }

    State state();

    /** Segments that are believed to be on their way. */
    int inFlight();

    /** Segments known to have arrived beyond a gap. */
    int sacked();

    /** Segments held lost. */
    int lost();

    /** Lost segments that were sent again. */
    int resent();

    /** The index of the lost segment to send again next, or -1. */
    int nextLost();

    /** {@link #nextLost} was sent again. */
    void sentAgain();

    /** Why {@link #nextLost} is held lost, for people. */
    String why();

    /**
     * SND.UNA moved on over {@code segments} whole segments, which have left the flight.
     *
     * @return whether the retransmission timer starts anew
     */
    boolean advanced(int segments);

    /** A duplicate ACK came (RFC 5681 §2). */
    void duplicate();

    /** The retransmission timer ran out. */
    void timedOut(boolean again);

    /** The host itself refused a packet: congestion without loss. */
    void refused();

    /** The flight was cut anew for a smaller path MTU: all of it must be sent again, but nothing is congested. */
    void cutAnew();
}
