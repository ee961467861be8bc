package dev.netrarium.world;

import dev.netrarium.stack.Packet;
import org.jspecify.annotations.Nullable;

/** One port of a switch: frames come in from one direction of its cable and go out by the other. */
final class SwitchPort implements FrameSink, FrameSource {
    private final Switch bridge;
    private final int number;
    private @Nullable Direction outOfSwitch;

    SwitchPort(Switch bridge, int number) {
        this.bridge = bridge;
        this.number = number;
    }

    int number() {
        return number;
    }

    void plug(Direction out) {
        outOfSwitch = out;
    }

    void transmit(long now, Packet frame) {
        Direction out = outOfSwitch;
        if (out == null) {
            frame.release();
        } else {
            out.transmit(now, frame); // always taken: a wire out of a switch has a queue and drops
        }
    }

    @Override
    public void deliver(long now, Packet frame) {
        bridge.forward(now, number, frame);
    }

    @Override
    public void wireReady(long now) {}
}
