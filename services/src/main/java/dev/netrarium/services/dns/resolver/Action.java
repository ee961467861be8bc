package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.Transport;
import dev.netrarium.wire.Endpoint;

/** What a core wants done. Whoever drives it carries out all of them, in order, after every call of a verb. */
public sealed interface Action {
    /**
     * Send a query and bring what comes back to {@code response}, or say {@code unreachable}. Each query has a socket of
     * its own, connected to the server, so that only that server's answers and errors arrive.
     *
     * @param exchange number of the exchange, never used again
     * @param sourcePort the port to send from, drawn at random (RFC 5452 §9.2); a wish: where it is taken, another that
     *     cannot be foreseen will do
     * @param message without the length that stands before it on TCP
     */
    record Ask(long exchange, Endpoint server, Transport transport, int sourcePort, byte[] message) implements Action {}

    /** Nothing more is expected in this exchange: close its socket. */
    record Forget(long exchange) implements Action {}

    /** Send a response to a client. */
    record Reply(Client client, byte[] message) implements Action {}
}
