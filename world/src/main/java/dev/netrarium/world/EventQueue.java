package dev.netrarium.world;

import dev.netrarium.stack.Timer;
import java.util.Arrays;

/** What happens next: a four-ary heap of {@link EventSource}s by (time, rank). It allocates only to grow. */
final class EventQueue {
    private long[] times = new long[64];
    private EventSource[] sources = new EventSource[64];
    private int size;

    int size() {
        return size;
    }

    /** The time of the next event, or {@link Timer#NEVER}. */
    long firstTime() {
        return size == 0 ? Timer.NEVER : times[0];
    }

    /** The source of the next event; the queue must not be empty. */
    EventSource first() {
        return sources[0];
    }

    /** Takes the source of the next event out; the queue must not be empty. */
    EventSource poll() {
        EventSource first = sources[0];
        cancel(first);
        return first;
    }

    /** The time that the source stands for, or {@link Timer#NEVER}. */
    long timeOf(EventSource source) {
        return source.index < 0 ? Timer.NEVER : times[source.index];
    }

    /** Puts the source in with that time, or moves it there; {@link Timer#NEVER} takes it out. */
    void schedule(EventSource source, long time) {
        if (time == Timer.NEVER) {
            cancel(source);
            return;
        }
        int at = source.index;
        if (at < 0) {
            if (size == times.length) {
                times = Arrays.copyOf(times, size * 2);
                sources = Arrays.copyOf(sources, size * 2);
            }
            siftUp(size++, source, time);
        } else if (time < times[at]) {
            siftUp(at, source, time);
        } else if (time > times[at]) {
            siftDown(at, source, time);
        }
    }

    /** Takes the source out, if it is in. */
    void cancel(EventSource source) {
        int at = source.index;
        if (at < 0) {
            return;
        }
        source.index = -1;
        EventSource last = sources[--size];
        long time = times[size];
        sources[size] = null;
        if (at == size) {
            return;
        }
        if (at > 0 && before(time, last, (at - 1) >>> 2)) {
            siftUp(at, last, time);
        } else {
            siftDown(at, last, time);
        }
    }

    private void siftUp(int at, EventSource source, long time) {
        while (at > 0) {
            int parent = (at - 1) >>> 2;
            if (!before(time, source, parent)) {
                break;
            }
            place(at, sources[parent], times[parent]);
            at = parent;
        }
        place(at, source, time);
    }

    private void siftDown(int at, EventSource source, long time) {
        for (int child = 4 * at + 1; child < size; child = 4 * at + 1) {
            int least = child;
            int end = Math.min(child + 4, size);
            for (int i = child + 1; i < end; i++) {
                if (before(times[i], sources[i], least)) {
                    least = i;
                }
            }
            if (before(time, source, least)) {
                break;
            }
            place(at, sources[least], times[least]);
            at = least;
        }
        place(at, source, time);
    }

    private void place(int at, EventSource source, long time) {
        sources[at] = source;
        times[at] = time;
        source.index = at;
    }

    private boolean before(long time, EventSource source, int other) {
        return time != times[other] ? time < times[other] : source.rank < sources[other].rank;
    }
}
