package dev.netrarium.stack;

/** One network interface of a host. */
public final class NetInterface {
    private final String name;

    NetInterface(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** The port can take a frame again. */
    public void portReady(long now) {}
}
