package dev.netrarium.drill.host;

import dev.netrarium.drill.system.SentPacket;
import dev.netrarium.drill.system.SystemCall;
import dev.netrarium.drill.system.SystemUnderTest;
import dev.netrarium.drill.system.TestLink;
import dev.netrarium.drill.system.UnsupportedException;
import dev.netrarium.stack.Fq;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.Loop;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.PacketPool;
import dev.netrarium.stack.Pfifo;
import dev.netrarium.stack.Route;
import dev.netrarium.stack.RouteMetrics;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.Waiter;
import dev.netrarium.stack.calls.SocketCalls;
import dev.netrarium.stack.tcp.TcpInfo;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A host of ours under test, and its clock: one thread, virtual time. Timers run when the clock reaches them; whoever
 * acts at the same time acts after them.
 */
public final class VirtualHost implements SystemUnderTest, Loop {
    /** Scripts begin here, since hosts take 0 for never. */
    private static final long START_NANOS = 10_000_000_000L;

    /** Time costs nothing here. */
    private static final long PATIENCE_NANOS = 10_000 * 1_000_000_000L;

    private static final long SEED = 1;

    private final Host host;
    private final NetInterface tun;
    private final Tun port = new Tun(START_NANOS);
    private final SocketCalls sockets;
    private final HostCalls calls;
    private Route route;
    private long now = START_NANOS;

    /** When the call under way returns whatever happens, in the script's time. */
    private long callDeadline = Long.MAX_VALUE;

    public VirtualHost(TestLink link) {
        host = new Host("drill", SEED, new PacketPool());
        tun = host.addPointToPoint("tun0", link.mtuBytes(), port);
        tun.add(now, link.local());
        boolean v6 = link.remote().family() == IpFamily.IPV6;
        route = Route.onLink(IpPrefix.of(v6 ? "::/0" : "0.0.0.0/0"), tun);
        host.routes().add(route);
        host.run(now);
        sockets = new SocketCalls(host, this);
        calls = new HostCalls(this, sockets);
    }

    @Override
    public void start() {
        port.clear(); // what an interface says when it comes up is before the script
    }

    @Override
    public long time() {
        return now - START_NANOS;
    }

    @Override
    public boolean runToNextEvent(long limit) {
        long timer = nextTimer();
        long next = Math.min(timer, Math.max(callDeadline, time()));
        if (next > limit) {
            return false;
        }
        if (callDeadline < timer) {
            moveTo(callDeadline);
        } else {
            now = timer + START_NANOS;
            host.onTimeout(now);
            settle();
        }
        return true;
    }

    /** When the next timer runs out, in the script's time; {@link Long#MAX_VALUE} for never. */
    private long nextTimer() {
        long next = host.nextTimeout();
        return next == Timer.NEVER ? Long.MAX_VALUE : Math.max(next, now) - START_NANOS;
    }

    @Override
    public void moveTo(long time) {
        now = Math.max(now, time + START_NANOS);
    }

    @Override
    public long patienceNanos() {
        return PATIENCE_NANOS;
    }

    @Override
    public void receive(byte[] ipPacket) {
        Packet packet = host.packets().take(Packet.HEADROOM, ipPacket.length);
        System.arraycopy(ipPacket, 0, packet.bytes, packet.start, ipPacket.length);
        tun.receive(now, packet);
        settle();
    }

    @Override
    public @Nullable SentPacket take() {
        return port.take();
    }

    @Override
    public Ongoing begin(SystemCall call) {
        return calls.begin(call);
    }

    /** Says until when the call under way lasts at most; {@link Long#MAX_VALUE} for no end. */
    void callLastsUntil(long time) {
        callDeadline = time;
    }

    @Override
    public @Nullable Endpoint localAddress(int fd) {
        return sockets.getsockname(fd);
    }

    @Override
    public @Nullable Long tcpInfo(int fd, String field) {
        TcpInfo info = sockets.tcpInfo(fd);
        return info == null ? null : TcpInfoFields.of(info, field);
    }

    @Override
    public @Nullable String sysctl(String name) {
        return host.sysctl().names().contains(name) ? host.sysctl().get(name) : null;
    }

    @Override
    public void sysctl(String name, String value) throws UnsupportedException {
        try {
            host.sysctl().set(name, value);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedException("sysctl " + name + "=" + value + ": " + e.getMessage());
        }
    }

    @Override
    public void route(RouteMetrics metrics) {
        host.routes().remove(route);
        route = route.withMetrics(metrics);
        host.routes().add(route);
    }

    @Override
    public void forgetMetrics() {
        host.forgetTcpMetrics();
    }

    @Override
    public void queueDiscipline(String kind) throws UnsupportedException {
        switch (kind) {
            case "pfifo" -> tun.queue(new Pfifo(NetInterface.QUEUE_PACKETS));
            case "fq" -> tun.queue(new Fq(host.random("fq")));
            default -> throw new UnsupportedException("queue discipline " + kind);
        }
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>();
        for (Mib mib : Mib.values()) {
            counters.put(mib.linuxName(), host.counters().get(mib));
        }
        return counters;
    }

    @Override
    public void close() {
        sockets.closeAll();
    }

    void settle() {
        host.run(now);
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
