package dev.netrarium.stack;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The packet sockets of a host. */
public final class PacketSockets {
    /** Every EtherType. */
    public static final int ALL = 3;

    private static final int MOST = 256;

    private final Host host;
    private final List<PacketEndpoint> open = new ArrayList<>();

    PacketSockets(Host host) {
        this.host = host;
    }

    /**
     * Opens one.
     *
     * @param on the interface to watch; null for all of them, those that are added later included
     * @param etherType only frames of this type, or {@link #ALL}
     * @throws IllegalStateException when 256 are open
     */
    public PacketEndpoint open(@Nullable NetInterface on, int etherType) {
        if (open.size() >= MOST) {
            throw new IllegalStateException(host.name() + " has " + MOST + " packet sockets open");
        }
        PacketEndpoint endpoint = new PacketEndpoint(host, on, etherType);
        open.add(endpoint);
        for (NetInterface each : host.interfaceList()) {
            if (endpoint.watches(each)) {
                each.tapped(1);
            }
        }
        return endpoint;
    }

    void closed(PacketEndpoint endpoint) {
        open.remove(endpoint);
        for (NetInterface each : host.interfaceList()) {
            if (endpoint.watches(each)) {
                each.tapped(-1);
            }
        }
    }

    /** A new interface is watched by those who watch all. */
    void added(NetInterface fresh) {
        for (PacketEndpoint endpoint : open) {
            if (endpoint.watches(fresh)) {
                fresh.tapped(1);
                if (endpoint.isPromiscuous()) {
                    fresh.promiscuous(1);
                }
            }
        }
    }

    void seen(long now, NetInterface on, Packet frame, boolean outgoing) {
        for (PacketEndpoint endpoint : open) {
            endpoint.seen(now, on, frame, outgoing);
        }
    }
}
