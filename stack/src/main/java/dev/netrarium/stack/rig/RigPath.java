package dev.netrarium.stack.rig;

import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Path;
import dev.netrarium.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** The way along the only link of a {@link RigHost}; its MTU shrinks when the link says that a packet was too big. */
final class RigPath extends Path {
    private final IpAddress source;
    private final IpAddress destination;
    private final @Nullable PathError error;
    int mtuBytes;

    RigPath(IpAddress source, IpAddress destination, int mtuBytes, @Nullable PathError error) {
        this.source = source;
        this.destination = destination;
        this.mtuBytes = mtuBytes;
        this.error = error;
    }

    @Override
    public int mtuBytes() {
        return mtuBytes;
    }

    @Override
    public IpAddress source() {
        return source;
    }

    @Override
    public IpAddress destination() {
        return destination;
    }

    @Override
    public @Nullable NetInterface egress() {
        return null;
    }

    @Override
    public IpAddress nextHop() {
        return destination;
    }

    @Override
    public @Nullable PathError error() {
        return error;
    }

    @Override
    public boolean isStale() {
        return false;
    }

    @Override
    public int advertisedMssBytes() {
        return 0;
    }

    @Override
    public int initialWindowSegments() {
        return 0;
    }

    @Override
    public long minimumRtoNanos() {
        return 0;
    }

    @Override
    public boolean isLoopback() {
        return false;
    }

    @Override
    public void confirmReachable(long now) {}
}
