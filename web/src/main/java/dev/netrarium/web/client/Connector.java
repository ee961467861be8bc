package dev.netrarium.web.client;

import dev.netrarium.web.Authority;
import dev.netrarium.web.ByteLink;
import java.io.IOException;
import java.time.Duration;

/** Opens connections: looks the name up, connects, and wraps what it got. */
@FunctionalInterface
public interface Connector {
    /**
     * Opens a connection.
     *
     * @param authority host and port, the port always set
     * @param timeout   how long it may take; a duration, because the clock is the link's and there is no link yet
     * @return the link, which belongs to the caller
     * @throws IOException if the name is unknown, the port is closed, or the time is over
     */
    ByteLink connect(Authority authority, Duration timeout) throws IOException;
}
