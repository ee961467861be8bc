package dev.netrarium.services.dhcp.client;

/** A client changed its state. */
public record ClientEvent(ClientState from, ClientState to, String why) {
    /** Watches a client. Called in the middle of its verbs; must not call back. */
    @FunctionalInterface
    public interface Observer {
        void observed(long now, ClientEvent event);
    }
}
