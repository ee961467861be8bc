package dev.netrarium.world;

import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Timer;
import org.jspecify.annotations.Nullable;

/** Frames on a wire, by time of arrival; of those that arrive at once, the first sent is first. A growing ring. */
final class Flight {
    /**
     * Most frames on one direction at once. Only an endless wire (no bandwidth, seconds of delay) under a flood gets
     * here: it would hold half a gigabyte.
     */
    static final int MOST = 1 << 18;

    private @Nullable Packet[] frames = new Packet[16];
    private long[] arrivals = new long[16];
    private int head;
    private int size;

    int size() {
        return size;
    }

    boolean isFull() {
        return size >= MOST;
    }

    /** When the next frame arrives, or {@link Timer#NEVER}. */
    long firstArrival() {
        return size == 0 ? Timer.NEVER : arrivals[head];
    }

    void add(long arrival, Packet frame) {
        if (size == frames.length) {
            grow();
        }
        int mask = frames.length - 1;
        int at = size++;
        for (; at > 0; at--) { // only frames that were held back make it go round
            int before = head + at - 1 & mask;
            if (arrivals[before] <= arrival) {
                break;
            }
            frames[head + at & mask] = frames[before];
            arrivals[head + at & mask] = arrivals[before];
        }
        frames[head + at & mask] = frame;
        arrivals[head + at & mask] = arrival;
    }

    /** Takes the frame that arrives first; there must be one. */
    Packet poll() {
        Packet first = frames[head];
        if (first == null) {
            throw new IllegalStateException("no frame is on the wire");
        }
        frames[head] = null;
        head = head + 1 & frames.length - 1;
        size--;
        return first;
    }

    private void grow() {
        int length = frames.length;
        @Nullable Packet[] moreFrames = new Packet[2 * length];
        long[] moreArrivals = new long[2 * length];
        for (int i = 0; i < size; i++) {
            moreFrames[i] = frames[head + i & length - 1];
            moreArrivals[i] = arrivals[head + i & length - 1];
        }
        frames = moreFrames;
        arrivals = moreArrivals;
        head = 0;
    }
}
