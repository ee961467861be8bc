package dev.netrarium.world;

/**
 * How many frames may wait for their turn on a wire with a bandwidth. What comes beyond either limit is dropped (drop
 * tail).
 *
 * @param packets most frames waiting; 0 for no limit on their number
 * @param bytes most bytes waiting; 0 for no limit on their sum
 */
public record QueueLimit(int packets, long bytes) {
    /**
     * No queue of the wire's own: it takes a burst and is then busy, and frames wait in the queue of the sender's
     * interface (a thousand packets unless set), as behind a real network card. A switch, which has no such queue,
     * takes {@link #SWITCH} instead.
     */
    public static final QueueLimit BACKPRESSURE = new QueueLimit(0, 0);

    /** What a switch's port holds unless told otherwise: a thousand frames. */
    public static final QueueLimit SWITCH = new QueueLimit(1000, 0);

    public QueueLimit {
        if (packets < 0 || bytes < 0) {
            throw new IllegalArgumentException("a queue limit cannot be negative: " + packets + " packets, " + bytes
                    + " bytes (0 means no limit)");
        }
    }

    public static QueueLimit packets(int most) {
        return new QueueLimit(most, 0);
    }

    public static QueueLimit bytes(long most) {
        return new QueueLimit(0, most);
    }
}
