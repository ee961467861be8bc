package dev.netrarium.drill;

import dev.netrarium.drill.host.VirtualHost;
import dev.netrarium.drill.system.SentPacket;
import dev.netrarium.drill.system.SystemCall;
import dev.netrarium.drill.system.SystemFactory;
import dev.netrarium.drill.system.SystemUnderTest;
import dev.netrarium.drill.system.UnsupportedException;
import dev.netrarium.stack.RouteMetrics;
import dev.netrarium.wire.Endpoint;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A host that is not what it should be: its packets, and its timers, are changed on their way out. */
class WrongSystem implements SystemUnderTest {
    private final SystemUnderTest inner;
    private final UnaryOperator<SentPacket> seenAs;
    private final long timersLateNanos;
    private final ArrayDeque<SentPacket> late = new ArrayDeque<>();

    /**
     * @param seenAs what each packet that leaves looks like from outside
     * @param timersLateNanos how long after its time what a timer makes leaves
     */
    WrongSystem(SystemUnderTest inner, UnaryOperator<SentPacket> seenAs, long timersLateNanos) {
        this.inner = inner;
        this.seenAs = seenAs;
        this.timersLateNanos = timersLateNanos;
    }

    static Drill drill(UnaryOperator<SentPacket> seenAs) {
        return new Drill(false, link -> new WrongSystem(new VirtualHost(link), seenAs, 0), 1);
    }

    /** A host whose timers are late. */
    static Drill drillWithLateTimers(long nanos) {
        return new Drill(false, link -> new WrongSystem(new VirtualHost(link), UnaryOperator.identity(), nanos), 1);
    }

    /** A host that tells one more than is so of one thing. */
    static Drill drillWithWrongInfo(String wrongField) {
        SystemFactory systems = link -> new WrongSystem(new VirtualHost(link), UnaryOperator.identity(), 0) {
            @Override
            public @Nullable Long tcpInfo(int fd, String field) {
                Long value = super.tcpInfo(fd, field);
                return value != null && field.equals(wrongField) ? Long.valueOf(value + 1) : value;
            }
        };
        return new Drill(false, systems, 1);
    }

    @Override
    public boolean runToNextEvent(long limit) {
        collect(0);
        boolean happened = inner.runToNextEvent(limit);
        collect(timersLateNanos);
        return happened;
    }

    private void collect(long delayNanos) {
        for (SentPacket sent = inner.take(); sent != null; sent = inner.take()) {
            late.add(seenAs.apply(new SentPacket(sent.bytes(), sent.nanos() + delayNanos)));
        }
    }

    @Override
    public @Nullable SentPacket take() {
        collect(0);
        return late.poll();
    }

    @Override
    public void start() {
        inner.start();
    }

    @Override
    public long time() {
        return inner.time();
    }

    @Override
    public void moveTo(long time) {
        inner.moveTo(time);
    }

    @Override
    public long patienceNanos() {
        return inner.patienceNanos();
    }

    @Override
    public void receive(byte[] ipPacket) {
        inner.receive(ipPacket);
    }

    @Override
    public Ongoing begin(SystemCall call) throws UnsupportedException {
        return inner.begin(call);
    }

    @Override
    public @Nullable Endpoint localAddress(int fd) {
        return inner.localAddress(fd);
    }

    @Override
    public @Nullable Long tcpInfo(int fd, String field) {
        return inner.tcpInfo(fd, field);
    }

    @Override
    public @Nullable String sysctl(String name) {
        return inner.sysctl(name);
    }

    @Override
    public void sysctl(String name, String value) throws UnsupportedException {
        inner.sysctl(name, value);
    }

    @Override
    public void route(RouteMetrics metrics) throws UnsupportedException {
        inner.route(metrics);
    }

    @Override
    public void forgetMetrics() throws UnsupportedException {
        inner.forgetMetrics();
    }

    @Override
    public void queueDiscipline(String kind) throws UnsupportedException {
        inner.queueDiscipline(kind);
    }

    @Override
    public Map<String, Long> counters() {
        return inner.counters();
    }

    @Override
    public void close() {
        inner.close();
    }
}
