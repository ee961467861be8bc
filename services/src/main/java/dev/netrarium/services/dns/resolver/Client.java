package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.Transport;
import dev.netrarium.wire.Endpoint;

/**
 * Where a request came from and its response goes to.
 *
 * @param to where the request was sent to: the response comes from there
 * @param connection which TCP connection, as numbered by whoever drives the core; 0 over UDP
 */
public record Client(Endpoint from, Endpoint to, Transport transport, long connection) {}
