package dev.netrarium.world;

import java.util.function.Consumer;

/** One direction of a wire: what is sent at one end arrives at the other as its {@link Conditions} let it. */
public final class Direction implements Conditioned<Direction> {
    /** Its name, unique in the world: {@code r1:eth0->r2:eth0}. */
    public String name() {
        throw new UnsupportedOperationException();
    }

    public Conditions conditions() {
        throw new UnsupportedOperationException();
    }

    public DirectionStatistics statistics() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Direction change(Consumer<Conditions.Change> change) {
        throw new UnsupportedOperationException();
    }

    /** MTU of this direction alone: longer packets vanish, as in a tunnel nobody told about. */
    public Direction mtu(int bytes) {
        return change(c -> c.mtu(bytes));
    }
}
