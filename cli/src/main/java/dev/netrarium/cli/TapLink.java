package dev.netrarium.cli;

import dev.netrarium.uplink.DescriptorWait;
import dev.netrarium.uplink.TunTap;
import dev.netrarium.world.OutsideLink;
import dev.netrarium.world.World;
import dev.netrarium.world.WorldSettings;
import java.io.IOException;
import java.time.Instant;

/** A cable of ours between two TAP devices of the kernel, in real time: what one device sends the other receives. */
final class TapLink implements AutoCloseable {
    private final World world;
    private final TunTap left;
    private final TunTap right;
    private final OutsideLink cable;

    /**
     * Makes the devices, or attaches to persistent ones.
     *
     * @throws IOException when the kernel refuses one
     */
    TapLink(String leftDevice, String rightDevice, long seed) throws IOException {
        DescriptorWait wait = new DescriptorWait();
        world = World.live(seed, WorldSettings.DEFAULT.withEpoch(Instant.now()).withTraceHash(false), wait);
        try {
            left = open(wait, leftDevice);
            right = open(wait, rightDevice);
            cable = world.link("left", left, "right", right);
            left.attach(cable.left()::receive, cable.left()::portReady);
            right.attach(cable.right()::receive, cable.right()::portReady);
        } catch (IOException | RuntimeException e) {
            world.close();
            throw e;
        }
    }

    World world() {
        return world;
    }

    TunTap left() {
        return left;
    }

    TunTap right() {
        return right;
    }

    OutsideLink cable() {
        return cable;
    }

    /** True when the kernel has taken a device away. */
    boolean isGone() {
        return left.isGone() || right.isGone();
    }

    /** Removes the devices, unless they are persistent. */
    @Override
    public void close() {
        world.close();
    }

    private TunTap open(DescriptorWait wait, String name) throws IOException {
        TunTap device = TunTap.open(TunTap.Kind.TAP, name, world.packets());
        world.loop().enter();
        try {
            wait.add(device); // which closes it from now on
        } finally {
            world.loop().leave();
        }
        return device;
    }
}
