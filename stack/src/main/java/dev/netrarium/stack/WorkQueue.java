package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/** What a host must still do in this turn, first come first served. Each piece stands in it once. */
public final class WorkQueue {
    private @Nullable Work head;
    private @Nullable Work tail;

    /** Queues the work unless it stands in the queue already. */
    public void add(Work work) {
        if (work.queued) {
            return;
        }
        work.queued = true;
        work.next = null;
        if (tail == null) {
            head = work;
        } else {
            tail.next = work;
        }
        tail = work;
    }

    public boolean isEmpty() {
        return head == null;
    }

    /** Runs the first piece; the queue must not be empty. For whoever turns a host's loop. */
    public void runFirst(long now) {
        Work first = head;
        if (first == null) {
            throw new IllegalStateException("no work");
        }
        head = first.next;
        if (head == null) {
            tail = null;
        }
        first.next = null;
        first.queued = false;
        first.run(now);
    }
}
