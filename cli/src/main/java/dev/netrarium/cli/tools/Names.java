package dev.netrarium.cli.tools;

import dev.netrarium.wire.IpAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a host turns names into addresses, and addresses into names. */
public interface Names {
    /**
     * The addresses of a name, the one to try first in front.
     *
     * @throws UnknownHostException with the C library's words, such as {@code nowhere: Name or service not known}
     */
    List<IpAddress> find(String name) throws UnknownHostException, InterruptedException;

    /** The name of an address, or null when nobody knows one. */
    @Nullable String nameOf(IpAddress address);
}
