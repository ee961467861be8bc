package dev.netrarium.world;

import java.util.function.Consumer;

/**
 * A cable of this world between two things outside of it, such as two TAP devices of the kernel: no host stands at it, and
 * frames pass as its {@link Conditions} let them. Unless set it delays nothing: what is outside has delays of its own.
 */
public final class OutsideLink implements Conditioned<OutsideLink> {
    private final OutsideEnd left;
    private final OutsideEnd right;
    private final Direction forward;
    private final Direction backward;

    OutsideLink(OutsideEnd left, OutsideEnd right, Direction forward, Direction backward) {
        this.left = left;
        this.right = right;
        this.forward = forward;
        this.backward = backward;
    }

    /** The end that was named first. */
    public OutsideEnd left() {
        return left;
    }

    /** The end that was named second. */
    public OutsideEnd right() {
        return right;
    }

    /** From the left end to the right one. */
    public Direction forward() {
        return forward;
    }

    /** From the right end to the left one. */
    public Direction backward() {
        return backward;
    }

    @Override
    public OutsideLink change(Consumer<Conditions.Change> change) {
        forward.change(change);
        backward.change(change);
        return this;
    }

    @Override
    public String toString() {
        return left + "--" + right;
    }
}
