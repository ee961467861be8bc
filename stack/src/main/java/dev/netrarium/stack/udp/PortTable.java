package dev.netrarium.stack.udp;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The local UDP ports of a host that are in use: a hash table by port, grown so that its chains stay short. */
final class PortTable {
    private @Nullable PortUse[] buckets = new @Nullable PortUse[16];
    private int size;

    @Nullable PortUse find(int port) {
        PortUse use = buckets[port & (buckets.length - 1)];
        while (use != null && use.port != port) {
            use = use.next;
        }
        return use;
    }

    PortUse findOrAdd(int port) {
        PortUse found = find(port);
        if (found == null) {
            if (size >= buckets.length) {
                grow();
            }
            found = new PortUse(port);
            insert(found);
            size++;
        }
        return found;
    }

    /** Takes a port out that nobody uses any more. */
    void remove(PortUse gone) {
        int bucket = gone.port & (buckets.length - 1);
        PortUse before = null;
        for (PortUse use = buckets[bucket]; use != null; before = use, use = use.next) {
            if (use.port == gone.port) {
                if (before == null) {
                    buckets[bucket] = use.next;
                } else {
                    before.next = use.next;
                }
                size--;
                return;
            }
        }
    }

    /** For listings; the order is that of the table. */
    void forEach(Consumer<PortUse> consumer) {
        for (PortUse head : buckets) {
            for (PortUse use = head; use != null; use = use.next) {
                consumer.accept(use);
            }
        }
    }

    private void insert(PortUse use) {
        int bucket = use.port & (buckets.length - 1);
        use.next = buckets[bucket];
        buckets[bucket] = use;
    }

    private void grow() {
        @Nullable PortUse[] old = buckets;
        buckets = new @Nullable PortUse[old.length * 2];
        for (PortUse head : old) {
            PortUse use = head;
            while (use != null) {
                PortUse following = use.next;
                insert(use);
                use = following;
            }
        }
    }
}
