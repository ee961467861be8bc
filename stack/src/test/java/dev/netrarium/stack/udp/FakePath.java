package dev.netrarium.stack.udp;

import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Path;
import dev.netrarium.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** A way straight to the other host of a {@link TwoHosts}. */
final class FakePath extends Path {
    private final IpAddress source;
    private final IpAddress destination;
    private final @Nullable PathError error;

    FakePath(IpAddress source, IpAddress destination, @Nullable PathError error) {
        this.source = source;
        this.destination = destination;
        this.error = error;
    }

    @Override
    public int mtuBytes() {
        return 1500;
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
