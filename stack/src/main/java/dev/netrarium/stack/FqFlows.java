package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/** The flows of {@link Fq} that wait for their turn, in a row. */
final class FqFlows {
    private @Nullable FqFlow head;
    private @Nullable FqFlow tail;

    boolean isEmpty() {
        return head == null;
    }

    @Nullable FqFlow first() {
        return head;
    }

    void add(FqFlow flow) {
        flow.next = null;
        FqFlow last = tail;
        if (last == null) {
            head = flow;
        } else {
            last.next = flow;
        }
        tail = flow;
    }

    /** There must be one. */
    void removeFirst() {
        FqFlow first = head;
        if (first == null) {
            throw new IllegalStateException("no flow waits");
        }
        head = first.next;
        if (head == null) {
            tail = null;
        }
        first.next = null;
    }
}
