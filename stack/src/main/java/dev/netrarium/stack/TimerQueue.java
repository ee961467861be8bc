package dev.netrarium.stack;

/** The timers of one host: a binary heap with lazy re-arming. No allocation but for growth, no scan. */
public final class TimerQueue {
    private Timer[] heap = new Timer[64];
    private int size;
    private long nextOrder;

    /** Arms the timer for {@code deadlineNanos}, or moves it there; {@link Timer#NEVER} disarms it. */
    public void arm(Timer timer, long deadlineNanos) {
        if (timer.deadlineNanos == deadlineNanos) {
            return;
        }
        timer.deadlineNanos = deadlineNanos;
        if (timer.index >= 0) {
            if (deadlineNanos < timer.queuedNanos) {
                timer.queuedNanos = deadlineNanos;
                timer.order = nextOrder++;
                siftUp(timer.index);
            }
            return; // later, or never: the place in the heap is looked at again when it comes up
        }
        if (deadlineNanos == Timer.NEVER) {
            return;
        }
        if (size == heap.length) {
            heap = java.util.Arrays.copyOf(heap, size * 2);
        }
        timer.queuedNanos = deadlineNanos;
        timer.order = nextOrder++;
        timer.index = size;
        heap[size] = timer;
        siftUp(size++);
    }

    /** Disarms the timer. */
    public void disarm(Timer timer) {
        timer.deadlineNanos = Timer.NEVER;
    }

    /** Disarms the timer and takes it out of the heap, so that the queue holds no reference to it. */
    public void forget(Timer timer) {
        timer.deadlineNanos = Timer.NEVER;
        if (timer.index >= 0) {
            remove(timer.index);
        }
    }

    /** The earliest deadline, or {@link Timer#NEVER}. */
    public long nextDeadlineNanos() {
        while (size > 0) {
            Timer first = heap[0];
            if (first.deadlineNanos == first.queuedNanos) {
                return first.deadlineNanos;
            }
            settle(first);
        }
        return Timer.NEVER;
    }

    /** Fires every timer whose deadline is not after {@code now}, in order of deadline, then of arming. */
    public void expire(long now) {
        while (nextDeadlineNanos() <= now && size > 0) {
            Timer first = heap[0];
            remove(0);
            first.deadlineNanos = Timer.NEVER;
            first.fire(now);
        }
    }

    /** Timers in the heap, disarmed ones that have not come up included. */
    public int size() {
        return size;
    }

    private void settle(Timer first) {
        if (first.deadlineNanos == Timer.NEVER) {
            remove(0);
        } else {
            first.queuedNanos = first.deadlineNanos;
            first.order = nextOrder++;
            siftDown(0);
        }
    }

    private void remove(int at) {
        Timer gone = heap[at];
        gone.index = -1;
        Timer last = heap[--size];
        heap[size] = null;
        if (at < size) {
            heap[at] = last;
            last.index = at;
            siftDown(at);
            siftUp(last.index);
        }
    }

    private void siftUp(int at) {
        Timer timer = heap[at];
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!before(timer, heap[parent])) {
                break;
            }
            place(heap[parent], at);
            at = parent;
        }
        place(timer, at);
    }

    private void siftDown(int at) {
        Timer timer = heap[at];
        int child;
        while ((child = 2 * at + 1) < size) {
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], timer)) {
                break;
            }
            place(heap[child], at);
            at = child;
        }
        place(timer, at);
    }

    private void place(Timer timer, int at) {
        heap[at] = timer;
        timer.index = at;
    }

    private static boolean before(Timer a, Timer b) {
        return a.queuedNanos != b.queuedNanos ? a.queuedNanos < b.queuedNanos : a.order < b.order;
    }
}
