package dev.netrarium.stack;

/** Watches the rare events of a host. Called with the baton held; must not call back into the host. */
public interface HostObserver {
    void observed(long now, HostEvent event);
}
