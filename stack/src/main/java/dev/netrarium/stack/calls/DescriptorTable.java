package dev.netrarium.stack.calls;

import dev.netrarium.stack.Errno;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The open descriptors of one program: the lowest free number is given first, from 3 on, and there is a limit. */
final class DescriptorTable {
    /** 0, 1 and 2 are a program's standard streams. */
    private static final int FIRST = 3;

    private final int limit;
    private final BitSet used = new BitSet();
    private @Nullable Descriptor[] open = new @Nullable Descriptor[16];

    DescriptorTable(int limit) {
        this.limit = limit;
        used.set(0, FIRST);
    }

    boolean isFull() {
        return used.nextClearBit(FIRST) >= limit;
    }

    /** The number given, or -EMFILE. */
    int add(Descriptor descriptor) {
        int number = used.nextClearBit(FIRST);
        if (number >= limit) {
            return -Errno.EMFILE.number();
        }
        if (number >= open.length) {
            open = Arrays.copyOf(open, Math.max(number + 1, open.length * 2));
        }
        used.set(number);
        open[number] = descriptor;
        return number;
    }

    @Nullable Descriptor get(int number) {
        return number >= 0 && number < open.length ? open[number] : null;
    }

    @Nullable Descriptor remove(int number) {
        Descriptor gone = get(number);
        if (gone != null) {
            open[number] = null;
            used.clear(number);
        }
        return gone;
    }

    /** The lowest open descriptor, or -1. */
    int lowest() {
        int number = used.nextSetBit(FIRST);
        return number;
    }
}
