package dev.netrarium.services.dns.resolver;

/** Watches a recursive server. Called in the middle of its verbs; must not call back. */
@FunctionalInterface
public interface ResolverObserver {
    void observed(long now, ResolverEvent event);
}
