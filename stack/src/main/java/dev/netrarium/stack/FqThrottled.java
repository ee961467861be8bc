package dev.netrarium.stack;

/** The flows of {@link Fq} whose first packet must wait, by the time when it may leave: a binary heap of fixed size. */
final class FqThrottled {
    private final FqFlow[] heap;
    private int size;

    FqThrottled(int most) {
        heap = new FqFlow[most];
    }

    int size() {
        return size;
    }

    /** When the first may send, or {@link Timer#NEVER}. */
    long firstNanos() {
        return size == 0 ? Timer.NEVER : heap[0].readyNanos;
    }

    void add(FqFlow flow, long readyNanos) {
        flow.readyNanos = readyNanos;
        int at = size++;
        while (at > 0 && heap[(at - 1) >>> 1].readyNanos > readyNanos) {
            heap[at] = heap[(at - 1) >>> 1];
            at = (at - 1) >>> 1;
        }
        heap[at] = flow;
    }

    /** There must be one. */
    FqFlow removeFirst() {
        FqFlow first = heap[0];
        FqFlow last = heap[--size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && heap[child + 1].readyNanos < heap[child].readyNanos) {
                child++;
            }
            if (heap[child].readyNanos >= last.readyNanos) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return first;
    }
}
