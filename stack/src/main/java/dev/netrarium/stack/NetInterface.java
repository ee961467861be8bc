package dev.netrarium.stack;

import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.MacAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One network interface of a host. */
public final class NetInterface {
    private final Host host;
    private final String name;
    private final int index;

    NetInterface(Host host, String name, int index) {
        this.host = host;
        this.name = name;
        this.index = index;
    }

    public Host host() {
        return host;
    }

    public String name() {
        return name;
    }

    /** A number that is the host's for this interface, from 1 on. */
    public int index() {
        return index;
    }

    /** Null where the link has no headers. */
    public @Nullable MacAddress mac() {
        throw new UnsupportedOperationException();
    }

    /** The largest IP packet that the link takes. */
    public int mtuBytes() {
        throw new UnsupportedOperationException();
    }

    public void mtuBytes(int bytes) {
        throw new UnsupportedOperationException();
    }

    public boolean isUp() {
        throw new UnsupportedOperationException();
    }

    public void up(long now) {
        throw new UnsupportedOperationException();
    }

    public void down(long now) {
        throw new UnsupportedOperationException();
    }

    public List<InterfaceAddress> addresses() {
        throw new UnsupportedOperationException();
    }

    public void add(long now, InterfaceAddress address) {
        throw new UnsupportedOperationException();
    }

    public void remove(long now, InterfaceAddress address) {
        throw new UnsupportedOperationException();
    }

    public void receive(long now, Packet frame) {
        throw new UnsupportedOperationException();
    }

    /** The port can take a frame again. */
    public void portReady(long now) {
        throw new UnsupportedOperationException();
    }

    public InterfaceStatistics statistics() {
        throw new UnsupportedOperationException();
    }

    public QueueDiscipline queue() {
        throw new UnsupportedOperationException();
    }

    public void queue(QueueDiscipline discipline) {
        throw new UnsupportedOperationException();
    }
}
