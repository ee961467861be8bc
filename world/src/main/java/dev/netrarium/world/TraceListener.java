package dev.netrarium.world;

/** Hears what happens in a world, in the order of the events' keys. Called with the baton held: must not call back. */
@FunctionalInterface
public interface TraceListener {
    void happened(TraceRecord what);
}
