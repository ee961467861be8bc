package dev.netrarium.services.dhcp.server;

import dev.netrarium.wire.Ipv4Address;

/** Something happened to an address. */
public record ServerEvent(Kind kind, Ipv4Address address, String client, String why) {
    /** What. */
    public enum Kind {
        OFFERED,
        LEASED,
        RENEWED,
        RELEASED,
        DECLINED,
        /** It answered a ping. */
        CONFLICT,
        REFUSED,
        /** It could not be written down. */
        LOG_FAILED
    }

    /** Watches a server. Called in the middle of its verbs; must not call back. */
    @FunctionalInterface
    public interface Observer {
        void observed(long now, ServerEvent event);
    }
}
