package dev.netrarium.stack.tcp;

/**
 * What is held lost, and what is sent again. It knows the flight; the {@link Sender} asks it before each segment, and
 * takes it through each acknowledgment in three steps: {@link #selective}, {@link #leaving}, {@link #judge}.
 * Segments are named by their index in the {@link Flight}.
 */
interface LossRecovery {
    /** Linux's {@code tcp_ca_state}, in its order. */
    enum State {
        OPEN("Open"),
        DISORDER("Disorder"),
        CONGESTION_WINDOW_REDUCED("CWR"),
        RECOVERY("Recovery"),
        LOSS("Loss");

        private final String linuxName;

        State(String linuxName) {
            this.linuxName = linuxName;
        }

        String linuxName() {
            return linuxName;
        }
    }

    State state();

    /** Segments that are believed to be on their way. */
    int inFlight();

    /** Segments known to have arrived beyond a gap. */
    int sacked();

    /** Segments held lost. */
    int lost();

    /** Losses since the beginning, a second loss of the same segment included. */
    int everLost();

    /** Lost segments that were sent again. */
    int resent();

    /** By how many segments the path is known to reorder (Linux's {@code tp->reordering}). */
    int reordering();

    /** How often the path was seen to reorder. */
    int reorderingSeen();

    /** Segments that came twice by the peer's account (RFC 2883). */
    int duplicatesReported();

    /** The index of the lost segment to send again next, or -1. */
    int nextLost();

    /** {@link #nextLost} may leave although cwnd is full. */
    boolean isForced(int lost);

    /** New data goes before what {@link #nextLost} answers, if there is any. */
    boolean prefersNew();

    /** {@link #nextLost} was sent again. */
    void sentAgain(long now, int index);

    /** New data was sent. */
    void sentNew();

    /** What could be sent now has been, or one burst of it; {@code any}: it was something. */
    void burstSent(long now, boolean any);

    /** Why {@link #nextLost} is held lost, for people. */
    String why(int index);

    /** An acknowledgment came; its SACK blocks are looked at first. */
    void selective(long now, Segment segment, Acknowledgment a);

    /** The oldest segments are acknowledged and are about to leave the flight. */
    void leaving(long now, int segments, Acknowledgment a);

    /** What was acknowledged has left the flight: what is lost now, and what may leave? */
    void judge(long now, Acknowledgment a);

    /** Starts the timer that watches over what is in flight. */
    void armTimer(long now);

    /** The retransmission timer ran out. */
    void timedOut(long now, boolean again);

    /** The timer of a tail loss probe ran out. */
    void probeDue(long now);

    /** The time that reordered segments are given ran out. */
    void reorderingOver(long now);

    /** The host itself refused a packet: congestion without loss. */
    void refused();

    /** The flight was cut anew for a smaller path MTU: all of it must be sent again, but nothing is congested. */
    void cutAnew();
}
