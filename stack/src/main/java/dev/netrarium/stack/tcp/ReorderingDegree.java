package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Counters;
import dev.netrarium.stack.Mib;

/** How far the path is known to reorder, in segments: learned when a segment arrives late that was sent but once. */
final class ReorderingDegree {
    /** Linux's {@code tp->reordering}. */
    int segments;

    /** How often reordering was seen. */
    int seen;

    ReorderingDegree(int segments) {
        this.segments = segments;
    }

    /** A segment that begins at {@code low} arrived when {@code high} was held already. */
    void saw(int low, int high, int mssBytes, TcpConfig config, Counters counters, boolean byTimestamp) {
        int bytes = high - low;
        if (bytes <= 0) {
            return;
        }
        if (bytes > (long) segments * mssBytes) {
            segments = Math.min((bytes + mssBytes - 1) / mssBytes, config.maxReordering());
        }
        seen++;
        counters.add(byTimestamp ? Mib.TCP_TIMESTAMP_REORDER : Mib.TCP_SACK_REORDER);
    }

    /** A time-out in spite of many duplicate reports: so much reordering was not needed after all. */
    void fallBack(int configured) {
        segments = Math.min(segments, configured);
    }
}
