package dev.netrarium.drill;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.Loop;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.PacketPool;
import dev.netrarium.stack.Route;
import dev.netrarium.stack.RouteMetrics;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.Waiter;
import dev.netrarium.stack.calls.SocketCalls;
import dev.netrarium.wire.IpPrefix;
import java.util.function.UnaryOperator;

/**
 * The host under test and its clock: one thread, virtual time. Timers run when the clock reaches them; whoever acts at
 * the same time acts after them.
 */
final class HostUnderTest implements Loop {
    /** Scripts begin here, since hosts take 0 for never. */
    private static final long START_NANOS = 10_000_000_000L;

    private static final long SEED = 1;

    private final Host host;
    private final NetInterface tun;
    private final Tun port;
    private final SocketCalls calls;
    private Route route;
    private long now = START_NANOS;

    HostUnderTest(Settings settings, UnaryOperator<Tun.Sent> seenAs) {
        port = new Tun(seenAs);
        host = new Host("drill", SEED, new PacketPool());
        tun = host.addPointToPoint("tun0", settings.mtuBytes, port);
        tun.add(now, settings.local);
        boolean v6 = settings.version.hasIpv6Packets();
        route = Route.onLink(IpPrefix.of(v6 ? "::/0" : "0.0.0.0/0"), tun);
        host.routes().add(route);
        host.run(now);
        calls = new SocketCalls(host, this);
        while (port.take() != null) {
            // What an interface says when it comes up is before the script.
        }
    }

    Host host() {
        return host;
    }

    SocketCalls calls() {
        return calls;
    }

    Tun port() {
        return port;
    }

    /** Nanoseconds since the script began. */
    long time() {
        return now - START_NANOS;
    }

    /** A time of the host in the script's. */
    static long inScript(long hostNanos) {
        return hostNanos - START_NANOS;
    }

    /** When the next timer runs out, in the script's time; {@link Long#MAX_VALUE} for never. */
    long nextTimer() {
        long next = host.nextTimeout();
        return next == Timer.NEVER ? Long.MAX_VALUE : Math.max(next, now) - START_NANOS;
    }

    /** Moves the clock to the next timer and lets it run out. */
    void runNextTimer() {
        now = nextTimer() + START_NANOS;
        host.onTimeout(now);
        host.run(now);
    }

    /** Moves the clock; no timer may be due before. */
    void moveTo(long time) {
        now = Math.max(now, time + START_NANOS);
    }

    /** Gives the host an IP packet. */
    void receive(byte[] ipPacket) {
        Packet packet = host.packets().take(Packet.HEADROOM, ipPacket.length);
        System.arraycopy(ipPacket, 0, packet.bytes, packet.start, ipPacket.length);
        tun.receive(now, packet);
        host.run(now);
    }

    void settle() {
        host.run(now);
    }

    /** {@code ip route change}. */
    void route(RouteMetrics metrics) {
        host.routes().remove(route);
        route = route.withMetrics(metrics);
        host.routes().add(route);
    }

    RouteMetrics routeMetrics() {
        return route.metrics();
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public void enter() {
        // One thread: it always holds the baton.
    }

    @Override
    public void leave() {
        settle();
    }

    @Override
    public boolean await(Waiter waiter, long deadlineNanos) {
        throw new IllegalStateException("scripts make calls that do not block");
    }

    @Override
    public void poke(Host which) {
        // Whoever calls settles.
    }
}
