package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Counters;
import dev.netrarium.stack.Mib;

/**
 * How far the path is known to reorder, in segments: learned when a segment arrives late that was sent but once. What
 * {@link Rack} knows of the path, kept in the same object because every connection has one.
 */
abstract class ReorderingDegree {
    /** Linux's {@code tp->reordering}. */
    int degree;

    /** How often reordering was seen. */
    int reorderingSeen;

    ReorderingDegree(int degree) {
        this.degree = degree;
    }

    /** A segment that begins at {@code low} arrived when {@code high} was held already. */
    void sawReordering(int low, int high, int mssBytes, TcpConfig config, Counters counters, boolean byTimestamp) {
        int bytes = high - low;
        if (bytes <= 0) {
            return;
        }
        if (bytes > (long) degree * mssBytes) {
            degree = Math.min((bytes + mssBytes - 1) / mssBytes, config.maxReordering());
        }
        reorderingSeen++;
        counters.add(byTimestamp ? Mib.TCP_TIMESTAMP_REORDER : Mib.TCP_SACK_REORDER);
    }

    /** A time-out in spite of many duplicate reports: so much reordering was not needed after all. */
    void fallBackTo(int configured) {
        degree = Math.min(degree, configured);
    }
}
