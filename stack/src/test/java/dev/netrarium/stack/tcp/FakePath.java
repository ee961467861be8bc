package dev.netrarium.stack.tcp;

import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Path;
import dev.netrarium.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** A way that a test shapes by hand. */
final class FakePath extends Path {
    final IpAddress source;
    final IpAddress destination;
    int mtuBytes = 1500;

    @Nullable PathError error;

    boolean stale;
    int initialWindowSegments;
    boolean ecn;

    FakePath(IpAddress source, IpAddress destination) {
        this.source = source;
        this.destination = destination;
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
    public boolean isEcnCapable() {
        return ecn;
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
        return stale;
    }

    @Override
    public int advertisedMssBytes() {
        return 0;
    }

    @Override
    public int initialWindowSegments() {
        return initialWindowSegments;
    }

    @Override
    public long minimumRtoNanos() {
        return 0;
    }

    @Override
    public boolean isLoopback() {
        return source.equals(destination);
    }

    @Override
    public void confirmReachable(long now) {}
}
