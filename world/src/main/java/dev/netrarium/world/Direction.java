package dev.netrarium.world;

import dev.netrarium.stack.Packet;
import dev.netrarium.stack.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One direction of a wire: what is sent at one end arrives at the other as its {@link Conditions} let it. */
public final class Direction implements Conditioned<Direction> {
    private final String name;
    private final long identity;
    private final WorldLoop loop;
    private final Wire wire;
    private final List<CaptureTap> sentTaps = new ArrayList<>();
    private final List<CaptureTap> deliveredTaps = new ArrayList<>();

    /**
     * @param rank of its events: those of the receiving end
     */
    Direction(
            String name,
            long rank,
            WorldLoop loop,
            Observation observation,
            long seed,
            FrameSource source,
            FrameSink sink) {
        this.name = name;
        this.identity = RandomStream.of(0, name, "identity").nextLong();
        this.loop = loop;
        this.wire = new Wire(this, rank, seed, loop.events, observation, source, sink);
    }

    /** Its name, unique in the world: {@code r1:eth0->r2:eth0}. */
    public String name() {
        return name;
    }

    /** The conditions that hold now. */
    public Conditions conditions() {
        return wire.conditions();
    }

    /** Sets all conditions at once. */
    public Direction conditions(Conditions all) {
        loop.command(() -> wire.conditions(loop.now(), all));
        return this;
    }

    /** What became of its frames so far. */
    public DirectionStatistics statistics() {
        return loop.ask(wire::statistics);
    }

    @Override
    public Direction change(Consumer<Conditions.Change> change) {
        return conditions(wire.conditions().with(change));
    }

    /** MTU of this direction alone: longer packets vanish, as in a tunnel that nobody told about. */
    public Direction mtu(int bytes) {
        return change(c -> c.mtu(bytes));
    }

    @Override
    public String toString() {
        return name;
    }

    /** 64 bits that stand for the name in the trace hash. */
    long identity() {
        return identity;
    }

    boolean transmit(long now, Packet frame) {
        return wire.transmit(now, frame);
    }

    List<CaptureTap> sentTaps() {
        return sentTaps;
    }

    List<CaptureTap> deliveredTaps() {
        return deliveredTaps;
    }

    void captureSent(long now, Packet frame) {
        for (int i = 0; i < sentTaps.size(); i++) {
            sentTaps.get(i).take(now, frame);
        }
    }

    void captureDelivered(long now, Packet frame) {
        for (int i = 0; i < deliveredTaps.size(); i++) {
            deliveredTaps.get(i).take(now, frame);
        }
    }
}
