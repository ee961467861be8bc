package dev.netrarium.services.dns.host;

import dev.netrarium.services.ReadySet;
import dev.netrarium.services.dns.resolver.Action;
import dev.netrarium.services.dns.resolver.Stub;
import dev.netrarium.services.dns.resolver.StubAnswer;
import dev.netrarium.services.dns.resolver.StubLookup;
import dev.netrarium.stack.Resolver;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The resolver of a host: a {@link Stub} on the host's sockets. Any number of threads may ask; they share the cache.
 */
public final class StubResolver implements Resolver {
    private final Place place;
    private final Stub stub;
    private final Predicate<IpAddress> hasRoute;

    StubResolver(Place place, Stub stub, Predicate<IpAddress> hasRoute) {
        this.place = place;
        this.stub = stub;
        this.hasRoute = hasRoute;
    }

    public StubResolver(HostSockets sockets, Stub stub) {
        this(Place.of(sockets), stub, address -> sockets.host().routes().lookup(address) != null);
    }

    /** What all lookups share: touch it with the baton held only. */
    public Stub stub() {
        return stub;
    }

    /**
     * The addresses of a name: those that there is a route to first, and among them IPv6 before IPv4 (of RFC 6724 the
     * rules 1 and 6).
     */
    @Override
    public List<IpAddress> resolve(String name) throws UnknownHostException, InterruptedException {
        return switch (answer(name)) {
            case StubAnswer.Found found -> best(found.addresses());
            case StubAnswer.NoSuchName none -> throw new UnknownHostException(none.sentence());
            case StubAnswer.NoAddress none -> throw new UnknownHostException(none.sentence());
            case StubAnswer.NoAnswer none -> throw new UnknownHostException(none.sentence());
        };
    }

    /** As {@link #resolve}, with everything that was found out. */
    public StubAnswer answer(String name) throws InterruptedException {
        place.loop().enter();
        try {
            return new Call(name).run();
        } finally {
            place.loop().leave();
        }
    }

    private List<IpAddress> best(List<IpAddress> addresses) {
        place.loop().enter();
        try {
            List<IpAddress> sorted = new ArrayList<>(addresses);
            sorted.sort(Comparator.comparing((IpAddress a) -> !hasRoute.test(a))
                    .thenComparing(a -> a.family() != IpFamily.IPV6));
            return sorted;
        } finally {
            place.loop().leave();
        }
    }

    /** One lookup with its sockets, baton held. */
    private final class Call implements Upstream.Asker {
        private final ReadySet ready = new ReadySet(place.loop());
        private final Upstream upstream = new Upstream(place, ready, this);
        private final StubLookup lookup;
        private boolean isCarryingOut;

        Call(String name) {
            this.lookup = stub.begin(place.loop().now(), name);
        }

        StubAnswer run() throws InterruptedException {
            try {
                carryOut(place.loop().now());
                StubAnswer answer = lookup.answer();
                while (answer == null) {
                    ready.await(lookup.nextTimeout());
                    long now = place.loop().now();
                    if (lookup.nextTimeout() <= now) {
                        lookup.onTimeout(now);
                        carryOut(now);
                    }
                    answer = lookup.answer();
                }
                return answer;
            } finally {
                lookup.close();
                upstream.close(place.loop().now());
            }
        }

        /** Does what the lookup wants done. What that leads to at once is done by the call that is under way already. */
        private void carryOut(long now) {
            if (isCarryingOut) {
                return;
            }
            isCarryingOut = true;
            for (Action action = lookup.poll(); action != null; action = lookup.poll()) {
                switch (action) {
                    case Action.Ask ask -> upstream.ask(now, ask);
                    case Action.Forget forget -> upstream.forget(now, forget.exchange());
                    case Action.Reply reply -> throw new IllegalStateException("a stub has no clients: " + reply);
                }
            }
            isCarryingOut = false;
        }

        @Override
        public void response(long now, long exchange, Endpoint from, byte[] message) {
            lookup.response(now, exchange, from, message);
            carryOut(now);
        }

        @Override
        public void unreachable(long now, long exchange, String why) {
            lookup.unreachable(now, exchange, why);
            carryOut(now);
        }
    }
}
