package dev.netrarium.wire.dissect;

/** How ports come into the packet's line. */
final class Ports {
    private Ports() {}

    /**
     * The line up to a transport header: ports stand behind the addresses, {@code IP 192.0.2.1.1024 > 192.0.2.2.53: };
     * where an extension header stands between, they stand alone.
     */
    static String stem(LayerBuilder layer, int source, int destination) {
        Network network = layer.network();
        return network != null && layer.stem().equals(network.stem())
                ? network.stem(source, destination)
                : layer.stem() + source + " > " + destination + ": ";
    }
}
