package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;
import java.net.UnknownHostException;
import java.util.List;

/** How the programs of a host turn names into addresses: a hosts table, a stub resolver, or what a test wants. */
@FunctionalInterface
public interface Resolver {
    /**
     * The addresses of a name, best first. Blocks as the host's sockets do; called without the baton.
     *
     * @throws UnknownHostException when the name does not exist or nobody answered; the text says which
     */
    List<IpAddress> resolve(String name) throws UnknownHostException, InterruptedException;
}
