package dev.netrarium.services.dns.host;

import dev.netrarium.services.ReadySet;
import dev.netrarium.services.dns.DnsResponder;
import dev.netrarium.services.dns.resolver.Action;
import dev.netrarium.services.dns.resolver.Client;
import dev.netrarium.services.dns.resolver.RecursiveServer;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.wire.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DNS server on a host, over UDP and TCP: of zones or of anything that knows its answers at once, or a recursive
 * server. {@link #run} is the body of a program.
 */
public final class DnsServer implements Closeable {
    private final Place place;
    private final List<Endpoint> listen;
    private final ReadySet ready;
    private final @Nullable DnsResponder responder;
    private final @Nullable RecursiveServer core;
    private final DnsListener listener;
    private final Upstream upstream;
    private boolean isClosed;
    private boolean isCarryingOut;

    DnsServer(Place place, List<Endpoint> listen, @Nullable DnsResponder responder, @Nullable RecursiveServer core) {
        this.place = place;
        this.listen = List.copyOf(listen);
        this.responder = responder;
        this.core = core;
        this.ready = new ReadySet(place.loop());
        this.listener = new DnsListener(place, ready, this::request);
        this.upstream = new Upstream(place, ready, new Asker());
    }

    /**
     * A server that knows its answers.
     *
     * @param listen addresses and ports; {@code [::]:53} is all of the host's addresses, both families
     */
    public static DnsServer answering(HostSockets sockets, List<Endpoint> listen, DnsResponder responder) {
        return new DnsServer(Place.of(sockets), listen, responder, null);
    }

    /** A resolver or forwarder. The core belongs to the server from now on: touch it with the baton held only. */
    public static DnsServer recursive(HostSockets sockets, List<Endpoint> listen, RecursiveServer core) {
        return new DnsServer(Place.of(sockets), listen, null, core);
    }

    /**
     * Serves until {@link #close} or an interrupt, then closes all sockets.
     *
     * @throws IOException when it cannot listen
     */
    public void run() throws IOException {
        place.loop().enter();
        try {
            for (Endpoint local : listen) {
                listener.listen(local);
            }
            place.poke().run();
            while (!isClosed) {
                ready.await(nextTimeout());
                onTimeout(place.loop().now());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listener.close(place.loop().now());
            upstream.close(place.loop().now());
            place.poke().run();
            place.loop().leave();
        }
    }

    /** Ends {@link #run}; any thread. */
    @Override
    public void close() {
        place.loop().enter();
        isClosed = true;
        ready.wake();
        place.loop().leave();
    }

    private long nextTimeout() {
        long own = listener.timers().nextDeadlineNanos();
        return Math.min(own, core == null ? Timer.NEVER : core.nextTimeout());
    }

    private void onTimeout(long now) {
        listener.timers().expire(now);
        if (core != null && core.nextTimeout() <= now) {
            core.onTimeout(now);
            carryOut(now);
        }
    }

    private void request(long now, byte[] request, Client client) {
        if (core != null) {
            core.request(now, request, client);
            carryOut(now);
        } else if (responder != null) {
            byte[] response = responder.respond(now, request, client.from(), client.transport());
            if (response != null) {
                listener.reply(now, client, response);
            }
        }
    }

    /** Does what the core wants done. What that leads to at once is done by the call that is under way already. */
    private void carryOut(long now) {
        if (isCarryingOut) {
            return;
        }
        isCarryingOut = true;
        for (Action action = next(); action != null; action = next()) {
            switch (action) {
                case Action.Ask ask -> upstream.ask(now, ask);
                case Action.Forget forget -> upstream.forget(now, forget.exchange());
                case Action.Reply reply -> listener.reply(now, reply.client(), reply.message());
            }
        }
        isCarryingOut = false;
    }

    private @Nullable Action next() {
        return core == null ? null : core.poll();
    }

    /** Brings the core what came of its queries. */
    private final class Asker implements Upstream.Asker {
        @Override
        public void response(long now, long exchange, Endpoint from, byte[] message) {
            if (core != null) {
                core.response(now, exchange, from, message);
                carryOut(now);
            }
        }

        @Override
        public void unreachable(long now, long exchange, String why) {
            if (core != null) {
                core.unreachable(now, exchange, why);
                carryOut(now);
            }
        }
    }
}
