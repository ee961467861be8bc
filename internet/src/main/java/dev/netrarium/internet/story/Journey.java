package dev.netrarium.internet.story;

import org.jspecify.annotations.Nullable;

/**
 * One packet's way through the world, from the host that made it to the one that took it or the place where it was lost,
 * through all that forwarding and NAT made of it.
 */
public final class Journey {
    private final long packetId;
    private final long sentNanos;
    private final String from;
    private final Layer layer;
    private final String label;
    private final String why;
    private String last;
    private long arrivedNanos = -1;
    private @Nullable String lost;
    private int hops;

    Journey(long packetId, long sentNanos, String from, Layer layer, String label, String why) {
        this.packetId = packetId;
        this.sentNanos = sentNanos;
        this.from = from;
        this.layer = layer;
        this.label = label;
        this.why = why;
        this.last = from;
    }

    /** The packet's identity where it was made. */
    public long packetId() {
        return packetId;
    }

    /** When its first bit went onto a wire. */
    public long sentNanos() {
        return sentNanos;
    }

    /** The host that made it. */
    public String from() {
        return from;
    }

    /** The host that it has reached: its destination, unless it was lost. */
    public String to() {
        return last;
    }

    public Layer layer() {
        return layer;
    }

    /** What it is, in a few words. */
    public String label() {
        return label;
    }

    /** Why it was sent. */
    public String why() {
        return why;
    }

    /** When it reached {@link #to}; -1 while it has reached none. */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    /** Why it got no further, or null. */
    public @Nullable String lost() {
        return lost;
    }

    /** Wires between hosts that it has crossed. */
    public int hops() {
        return hops;
    }

    void arrive(String host, long now) {
        last = host;
        arrivedNanos = now;
        hops++;
    }

    void lose(String reason) {
        lost = reason;
    }
}
