package dev.netrarium.cli;

import dev.netrarium.cli.tools.Names;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.world.Node;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names as a host of a world has them: the world's hosts stand in its hosts file, everything else is asked of its
 * resolver ("hosts: files dns", as nsswitch.conf has it).
 */
record WorldHosts(Node node) implements Names {
    @Override
    public List<IpAddress> find(String name) throws UnknownHostException, InterruptedException {
        for (Node each : node.world().nodes()) {
            if (each.name().equals(name)) {
                return each.addresses();
            }
        }
        try {
            return node.resolver().resolve(name);
        } catch (UnknownHostException e) {
            if (String.valueOf(e.getMessage()).contains("no host of this world")) {
                UnknownHostException known = new UnknownHostException(name + ": Name or service not known");
                known.initCause(e);
                throw known;
            }
            throw e;
        }
    }

    @Override
    public @Nullable String nameOf(IpAddress address) {
        if (address.isLoopback()) {
            return "localhost";
        }
        for (Node each : node.world().nodes()) {
            if (each.addresses().contains(address)) {
                return each.name();
            }
        }
        return null;
    }
}
