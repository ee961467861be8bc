package dev.netrarium.services.dns.resolver;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells the observer, if there is one. */
final class Story {
    private @Nullable ResolverObserver observer;

    void observer(@Nullable ResolverObserver newObserver) {
        observer = newObserver;
    }

    void tell(long now, Supplier<ResolverEvent> event) {
        if (observer != null) {
            observer.observed(now, event.get());
        }
    }
}
