package dev.netrarium.world;

import dev.netrarium.stack.Resolver;
import dev.netrarium.wire.IpAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Resolves the names of a world's nodes, and addresses written out: a hosts table that is always right. */
record WorldNames(World world) implements Resolver {
    @Override
    public List<IpAddress> resolve(String name) throws UnknownHostException {
        for (Node node : world.nodes()) {
            if (node.name().equals(name)) {
                return node.addresses();
            }
        }
        try {
            return List.of(IpAddress.of(name));
        } catch (IllegalArgumentException e) {
            throw new UnknownHostException(name + ": no host of this world has that name, and it is no address");
        }
    }
}
