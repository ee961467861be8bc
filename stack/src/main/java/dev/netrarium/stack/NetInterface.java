package dev.netrarium.stack;

/** One network interface of a host. */
public final class NetInterface {
    private final String name;

    private final int index;

    NetInterface(String name, int index) {
        this.name = name;
        this.index = index;
    }

    /** A number that is the host's for this interface, from 1 on. */
    public int index() {
        return index;
    }

    public String name() {
        return name;
    }

    /** The port can take a frame again. */
    public void portReady(long now) {}
}
