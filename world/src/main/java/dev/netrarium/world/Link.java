package dev.netrarium.world;

import java.util.function.Consumer;

/** A cable between two nodes. Setting a condition on the link sets it on both directions. */
public final class Link implements Conditioned<Link> {
    private final String name;
    private final HostPort left;
    private final HostPort right;

    Link(String name, HostPort left, HostPort right) {
        this.name = name;
        this.left = left;
        this.right = right;
    }

    /** Its name, unique in the world: {@code r1:eth0--r2:eth0}. */
    public String name() {
        return name;
    }

    /** The end at the node that was named first. */
    public Port left() {
        return left;
    }

    /** The end at the node that was named second. */
    public Port right() {
        return right;
    }

    /** From the node that was named first to the second. */
    public Direction forward() {
        return left.outward();
    }

    /** From the second node to the first. */
    public Direction backward() {
        return right.outward();
    }

    /** Both directions: the link itself, for symmetry with {@link #forward} and {@link #backward}. */
    public Link both() {
        return this;
    }

    /** The MTU of both directions and of both interfaces. */
    public Link mtu(int bytes) {
        change(c -> c.mtu(bytes));
        left.node().world().worldLoop().command(() -> {
            left.networkInterface().mtuBytes(bytes);
            right.networkInterface().mtuBytes(bytes);
        });
        return this;
    }

    @Override
    public Link change(Consumer<Conditions.Change> change) {
        forward().change(change);
        backward().change(change);
        return this;
    }

    @Override
    public String toString() {
        return name;
    }
}
