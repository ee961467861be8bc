package dev.netrarium.stack.tcp;

/** The deadlines that one connection keeps, of which its one timer is armed for the earliest. */
enum TcpTimer {
    /** Sent data, a SYN or a FIN was not acknowledged in time (RFC 6298). */
    RETRANSMISSION("retransmission"),
    /** The end of a flight may be lost: probe (RFC 8985 §7). In the place of {@link #RETRANSMISSION}. */
    LOSS_PROBE("tail loss probe"),
    /** Reordered segments have had their time (RFC 8985 §6.3). In the place of {@link #RETRANSMISSION}. */
    REORDERING("RACK reordering"),
    /** The peer's window is closed and its reopening may have been lost (RFC 9293 §3.8.6.1). */
    PERSIST("persist"),
    /** An ACK was held back in the hope of company (RFC 9293 §3.8.6.3). */
    DELAYED_ACK("delayed ACK"),
    /** Nothing came for long: is the peer still there (RFC 9293 §3.8.4)? */
    KEEP_ALIVE("keep-alive"),
    /** Segments are held back to keep to a rate: the next may leave. */
    PACING("pacing");

    static final TcpTimer[] ALL = values();

    /** Places that deadlines need: those in the place of {@link #RETRANSMISSION} have none of their own. */
    static final int SLOTS = ALL.length - 2;

    private final String title;

    TcpTimer(String title) {
        this.title = title;
    }

    /** Where the deadline is kept. */
    int slot() {
        return Math.max(0, ordinal() - 2);
    }

    /** One of those that watch over what is in flight, of which one runs at a time. */
    boolean isRepair() {
        return slot() == 0;
    }

    /** For causes and events. */
    String title() {
        return title;
    }
}
