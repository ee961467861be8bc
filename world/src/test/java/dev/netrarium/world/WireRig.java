package dev.netrarium.world;

import dev.netrarium.stack.Packet;
import dev.netrarium.stack.PacketPool;
import dev.netrarium.stack.Waiter;
import dev.netrarium.wire.BigEndian;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One direction of a wire between two ends that do nothing: frames are numbered, arrivals are written down. */
final class WireRig implements FrameSource, FrameSink {
    record Arrival(long atNanos, int number, int lengthBytes) {}

    final VirtualLoop loop = new VirtualLoop();
    final PacketPool packets = new PacketPool();
    final Observation observation = new Observation(new TraceHash());
    final Direction direction;
    final List<Arrival> arrivals = new ArrayList<>();
    int readyCalls;
    boolean writesDown = true;
    private int sent;
    private int planned;

    WireRig(long seed, Consumer<Conditions.Change> conditions) {
        direction = new Direction(
                "a->b", EventSource.rank(EventSource.FRAMES, 1, 0, 0), loop, observation, seed, this, this);
        direction.conditions(Conditions.PERFECT.with(conditions));
    }

    /** Plans that frames of a length are sent, one each interval, from now on. */
    void send(int frames, int lengthBytes, Duration interval) {
        long start = loop.now();
        for (int i = 0; i < frames; i++) {
            at(start + i * interval.toNanos(), () -> transmit(lengthBytes));
        }
    }

    void at(long nanos, Runnable action) {
        loop.command(() -> loop.events.schedule(new PlannedAction(planned++, action), nanos));
    }

    /** Sends a frame now; answers whether the wire took it. */
    boolean transmit(int lengthBytes) {
        Packet frame = packets.take(0, lengthBytes);
        BigEndian.put32(frame.bytes, frame.start, sent);
        if (direction.transmit(loop.now(), frame)) {
            sent++;
            return true;
        }
        frame.release();
        return false;
    }

    void run(Duration duration) {
        loop.enter();
        try {
            loop.await(new Waiter(), loop.now() + duration.toNanos());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            loop.leave();
        }
    }

    List<Integer> numbers() {
        return arrivals.stream().map(Arrival::number).toList();
    }

    @Override
    public void deliver(long now, Packet frame) {
        if (writesDown) {
            arrivals.add(new Arrival(now, BigEndian.i32(frame.bytes, frame.start), frame.length()));
        }
        frame.release();
    }

    @Override
    public void wireReady(long now) {
        readyCalls++;
    }
}
