package dev.netrarium.world;

import dev.netrarium.stack.LinkPort;
import dev.netrarium.stack.Packet;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of a cable at which no host of the world stands, but something outside of it: a TAP device of the kernel, a
 * tunnel. What comes from outside is handed to {@link #receive}; what arrives here from the world goes out by a
 * {@link LinkPort}.
 */
public final class OutsideEnd implements FrameSink, FrameSource {
    /** Frames kept while the port outside is busy: as many as an interface's queue holds. What comes beyond is dropped. */
    static final int QUEUE_FRAMES = 1000;

    private final String name;
    private final LinkPort outside;
    private final ArrayDeque<Packet> waiting = new ArrayDeque<>();
    private @Nullable Direction inward;
    private long dropped;

    OutsideEnd(String name, LinkPort outside) {
        this.name = name;
        this.outside = outside;
    }

    void plug(Direction toWorld) {
        inward = toWorld;
    }

    /** A frame comes from outside; the cable owns it now, and drops it when its queue is full. Baton held. */
    public void receive(long now, Packet frame) {
        Objects.requireNonNull(inward, "the end is not plugged in yet").transmit(now, frame);
    }

    /** The port outside, which was busy, takes frames again. Baton held. */
    public void portReady(long now) {
        while (!waiting.isEmpty() && outside.transmit(now, waiting.getFirst())) {
            waiting.removeFirst();
        }
    }

    /** Frames that were dropped because the port outside was busy for too long. Baton held. */
    public long dropped() {
        return dropped;
    }

    @Override
    public void deliver(long now, Packet frame) {
        if (waiting.isEmpty() && outside.transmit(now, frame)) {
            return;
        }
        if (waiting.size() == QUEUE_FRAMES) {
            dropped++;
            frame.release();
        } else {
            waiting.addLast(frame);
        }
    }

    @Override
    public void wireReady(long now) {} // it is never refused: see Wire

    @Override
    public String toString() {
        return name;
    }
}
