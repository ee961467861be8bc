package dev.netrarium.world;

import java.util.function.Consumer;

/** A cable between two nodes. Setting a condition on the link sets it on both directions. */
public final class Link implements Conditioned<Link> {
    /** Its name, unique in the world: {@code r1:eth0--r2:eth0} unless given. */
    public String name() {
        throw new UnsupportedOperationException();
    }

    /** The end at the node that was named first. */
    public Port left() {
        throw new UnsupportedOperationException();
    }

    /** The end at the node that was named second. */
    public Port right() {
        throw new UnsupportedOperationException();
    }

    /** From the node that was named first to the second. */
    public Direction forward() {
        throw new UnsupportedOperationException();
    }

    /** From the second node to the first. */
    public Direction backward() {
        throw new UnsupportedOperationException();
    }

    /** Both directions: the link itself, for symmetry with {@link #forward} and {@link #backward}. */
    public Link both() {
        return this;
    }

    /** The MTU of both directions and of both interfaces. */
    public Link mtu(int bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Link change(Consumer<Conditions.Change> change) {
        throw new UnsupportedOperationException();
    }
}
