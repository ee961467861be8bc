package dev.netrarium.internet.story;

import dev.netrarium.stack.NetInterface;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.MacAddress;
import dev.netrarium.world.Direction;
import dev.netrarium.world.Node;
import dev.netrarium.world.Port;
import dev.netrarium.world.World;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which hosts stand at the ends of which wires. Switches are no hosts: a wire to one leads nowhere yet. */
final class Places {
    private final Map<String, Port> sources = new LinkedHashMap<>();
    private final Map<String, Port> destinations = new LinkedHashMap<>();

    Places(World world) {
        for (Node node : world.nodes()) {
            for (Port port : node.ports()) {
                sources.put(port.outward().name(), port);
                destinations.put(port.inward().name(), port);
            }
        }
    }

    /** The host that sends into the wire, or null when a switch does. */
    @Nullable String source(Direction direction) {
        Port port = sources.get(direction.name());
        return port == null ? null : port.node().name();
    }

    /** The host that the wire leads to, or null when it leads to a switch. */
    @Nullable String destination(Direction direction) {
        Port port = destinations.get(direction.name());
        return port == null ? null : port.node().name();
    }

    /** True when the host at the end of the wire is the one that the frame is for, and not one that a flood reaches. */
    boolean takes(Direction direction, FrameFacts frame) {
        Port port = destinations.get(direction.name());
        if (port == null) {
            return false;
        }
        NetInterface at = port.networkInterface();
        MacAddress own = at.mac();
        if (own == null || own.equals(frame.destinationMac())) {
            return true;
        }
        return frame.destinationMac().isMulticast() && frame.asksFor() != null && has(at, frame.asksFor());
    }

    private static boolean has(NetInterface at, @Nullable IpAddress address) {
        for (InterfaceAddress own : at.addresses()) {
            if (own.address().equals(address)) {
                return true;
            }
        }
        return false;
    }
}
