package dev.netrarium.stack.tcp;

import java.util.ArrayDeque;

/** Recycles the write queues of a host's connections: most connections have nothing to send most of the time. */
final class WriteQueues {
    /** Queues that are kept free, the last given back handed out first. */
    private static final int KEPT = 1024;

    private final LongArrayPool rings;
    private final ArrayDeque<WriteQueue> free = new ArrayDeque<>();

    WriteQueues(LongArrayPool rings) {
        this.rings = rings;
    }

    WriteQueue take() {
        WriteQueue queue = free.pollLast();
        return queue != null ? queue : new WriteQueue(rings);
    }

    /** Takes an empty queue back. */
    void give(WriteQueue queue) {
        if (free.size() < KEPT) {
            free.addLast(queue);
        }
    }
}
