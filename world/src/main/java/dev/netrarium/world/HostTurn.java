package dev.netrarium.world;

import dev.netrarium.stack.Host;

/** A host as the loop sees it: when its timers are due, and whether a command left it work. */
final class HostTurn extends EventSource {
    private final Host host;
    private final EventQueue events;

    /** True while it stands in the loop's list of hosts that a command left work. */
    boolean poked;

    HostTurn(Host host, int place, EventQueue events) {
        super(rank(TIMERS, place, 0, 0));
        this.host = host;
        this.events = events;
    }

    @Override
    void happen(long now) {
        if (host.nextTimeout() <= now) {
            host.onTimeout(now);
        }
        finish(now);
    }

    /** Finishes the host's turn, after whatever verb was called. */
    void finish(long now) {
        host.run(now);
        long next = host.nextTimeout();
        if (next < events.timeOf(this)) {
            events.schedule(this, next);
        } // a later one is found when the earlier comes up: most timers are pushed back, few run out
    }
}
