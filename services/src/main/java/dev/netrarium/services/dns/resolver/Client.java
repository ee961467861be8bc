package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.Transport;
import dev.netrarium.wire.Endpoint;

/**
 * Where a request came from and its response goes to.
 *
 * @param connection which TCP connection, as numbered by whoever drives the core; 0 over UDP
 */
public record Client(Endpoint from, Transport transport, long connection) {
    public static Client overUdp(Endpoint from) {
        return new Client(from, Transport.UDP, 0);
    }
}
