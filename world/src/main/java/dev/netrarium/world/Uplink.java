package dev.netrarium.world;

import java.util.function.Consumer;

/**
 * A cable from a node to the outside of the world. It has conditions as any cable has, each way. Unless set it delays
 * nothing: what is outside has delays of its own.
 */
public final class Uplink implements Conditioned<Uplink> {
    private final HostPort inside;
    private final OutsideEnd outside;

    Uplink(HostPort inside, OutsideEnd outside) {
        this.inside = inside;
        this.outside = outside;
    }

    /** The end at the node. */
    public Port inside() {
        return inside;
    }

    /** The other end. */
    public OutsideEnd outside() {
        return outside;
    }

    /** From the world to the outside. */
    public Direction outward() {
        return inside.outward();
    }

    /** From the outside to the world. */
    public Direction inward() {
        return inside.inward();
    }

    /** The MTU of both directions and of the node's interface. */
    public Uplink mtu(int bytes) {
        change(c -> c.mtu(bytes));
        inside.node()
                .world()
                .worldLoop()
                .command(() -> inside.networkInterface().mtuBytes(bytes));
        return this;
    }

    @Override
    public Uplink change(Consumer<Conditions.Change> change) {
        outward().change(change);
        inward().change(change);
        return this;
    }

    @Override
    public String toString() {
        return inside + "--" + outside;
    }
}
