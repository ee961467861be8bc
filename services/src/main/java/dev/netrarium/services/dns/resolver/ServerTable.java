package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.wire.Endpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the servers asked so far: how fast each answers (a smoothed round trip as TCP's, RFC 6298 §2, its
 * time-out doubled by silence), whether it takes EDNS, and of which zones it knows nothing. Bounded, and forgotten after
 * a quarter of an hour.
 */
final class ServerTable {
    private record Lame(DomainName zone, Endpoint server) {}

    private static final class Server {
        final long expiresNanos;
        long smoothedNanos = -1;
        long variationNanos;
        long timeoutNanos = Limits.FIRST_TIMEOUT;
        boolean withoutEdns;

        Server(long expiresNanos) {
            this.expiresNanos = expiresNanos;
        }
    }

    private final Map<Endpoint, Server> servers = bounded();
    private final Map<Lame, Long> lame = bounded();

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > Limits.SERVERS_KNOWN;
            }
        };
    }

    /** How long to wait for this server's answer. */
    long timeoutNanos(long now, Endpoint address) {
        Server server = find(now, address);
        return server == null ? Limits.FIRST_TIMEOUT : server.timeoutNanos;
    }

    void answered(long now, Endpoint address, long roundTripNanos) {
        Server server = learn(now, address);
        if (server.smoothedNanos < 0) {
            server.smoothedNanos = roundTripNanos;
            server.variationNanos = roundTripNanos / 2;
        } else {
            long error = Math.abs(server.smoothedNanos - roundTripNanos);
            server.variationNanos += (error - server.variationNanos) / 4;
            server.smoothedNanos += (roundTripNanos - server.smoothedNanos) / 8;
        }
        server.timeoutNanos =
                Math.clamp(server.smoothedNanos + 4 * server.variationNanos, Limits.MIN_TIMEOUT, Limits.MAX_TIMEOUT);
    }

    void silent(long now, Endpoint address) {
        Server server = learn(now, address);
        server.timeoutNanos = Math.min(2 * server.timeoutNanos, Limits.MAX_TIMEOUT);
    }

    boolean takesEdns(long now, Endpoint address) {
        Server server = find(now, address);
        return server == null || !server.withoutEdns;
    }

    void refusesEdns(long now, Endpoint address) {
        learn(now, address).withoutEdns = true;
    }

    void lame(long now, DomainName zone, Endpoint address) {
        lame.put(new Lame(zone, address), Limits.after(now, Limits.SERVER_MEMORY));
    }

    boolean isLame(long now, DomainName zone, Endpoint address) {
        Long until = lame.get(new Lame(zone, address));
        return until != null && until > now;
    }

    private @Nullable Server find(long now, Endpoint address) {
        Server server = servers.get(address);
        return server == null || server.expiresNanos <= now ? null : server;
    }

    private Server learn(long now, Endpoint address) {
        Server server = find(now, address);
        if (server == null) {
            server = new Server(Limits.after(now, Limits.SERVER_MEMORY));
            servers.put(address, server);
        }
        return server;
    }
}
