package dev.netrarium.stack.tcp;

import dev.netrarium.wire.SequenceNumber;
import dev.netrarium.wire.TcpOptions;

/**
 * The SACK blocks that a receiver sends: what came last first, then what it reported before (RFC 2018 §4), and once,
 * before all, what came twice (RFC 2883).
 */
final class SackReport {
    private static final int MOST = TcpOptions.MAXIMUM_SACK_BLOCKS;

    /** left, right, left, right …, latest first. */
    private final int[] edges = new int[2 * MOST];

    private int count;
    private boolean duplicate;
    private int duplicateLeft;
    private int duplicateRight;

    /** Something came beyond a gap, and lies in this range now. */
    void received(int left, int right) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            boolean within =
                    !SequenceNumber.lessThan(edges[2 * i], left) && !SequenceNumber.lessThan(right, edges[2 * i + 1]);
            if (!within) {
                edges[2 * kept] = edges[2 * i];
                edges[2 * kept + 1] = edges[2 * i + 1];
                kept++;
            }
        }
        count = Math.min(kept + 1, MOST);
        System.arraycopy(edges, 0, edges, 2, 2 * (count - 1));
        edges[0] = left;
        edges[1] = right;
    }

    /** RCV.NXT has moved on. */
    void advance(int next) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (SequenceNumber.lessThan(next, edges[2 * i + 1])) {
                edges[2 * kept] = edges[2 * i];
                edges[2 * kept + 1] = edges[2 * i + 1];
                kept++;
            }
        }
        count = kept;
    }

    /** This came, and was here already. */
    void duplicate(int left, int right) {
        duplicate = true;
        duplicateLeft = left;
        duplicateRight = right;
    }

    /** What lay beyond gaps was dropped. */
    void clear() {
        count = 0;
    }

    /** Writes at most so many blocks as pairs, and answers how many; a duplicate is told once. */
    int write(int[] target, int most) {
        int n = 0;
        if (duplicate) {
            duplicate = false;
            target[0] = duplicateLeft;
            target[1] = duplicateRight;
            n = 1;
        }
        int blocks = Math.min(count, most - n);
        System.arraycopy(edges, 0, target, 2 * n, 2 * blocks);
        return n + blocks;
    }
}
