package dev.netrarium.services.dns;

import dev.netrarium.wire.Endpoint;
import org.jspecify.annotations.Nullable;

/** A server that knows its answers at once: a function from the bytes of a request to those of its response. */
@FunctionalInterface
public interface DnsResponder {
    /**
     * The response to a request.
     *
     * @param now nanoseconds since the world began
     * @param request one message, without the length that stands before it on TCP
     * @return the response, no longer than the asker takes on this transport; null when none may be sent
     */
    byte @Nullable [] respond(long now, byte[] request, Endpoint from, Transport transport);
}
