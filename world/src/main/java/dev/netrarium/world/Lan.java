package dev.netrarium.world;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A broadcast domain: a learning switch, its cables, and the prefixes that addresses are taken from. */
public final class Lan implements Conditioned<Lan> {
    public String name() {
        throw new UnsupportedOperationException();
    }

    /** The prefixes that hosts get addresses from. */
    public List<IpPrefix> prefixes() {
        throw new UnsupportedOperationException();
    }

    /** The ports in the order of joining. */
    public List<Port> ports() {
        throw new UnsupportedOperationException();
    }

    /** Makes the node's addresses here the default gateway of those who have joined or will. */
    public Lan gateway(Node router) {
        throw new UnsupportedOperationException();
    }

    /** The gateway's address, or null. */
    public @Nullable IpAddress gateway(IpFamily family) {
        throw new UnsupportedOperationException();
    }

    /** The MTU of every port and of every interface that has joined or will. */
    public Lan mtu(int bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Lan change(Consumer<Conditions.Change> change) {
        throw new UnsupportedOperationException();
    }
}
