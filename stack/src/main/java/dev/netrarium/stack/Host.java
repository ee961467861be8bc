package dev.netrarium.stack;

import dev.netrarium.stack.tcp.Tcp;
import dev.netrarium.stack.udp.Udp;
import dev.netrarium.wire.MacAddress;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One host: its interfaces and its protocols. */
public final class Host {
    private final String name;
    private final PacketPool packets;
    private final TimerQueue timers = new TimerQueue();
    private final WorkQueue work = new WorkQueue();
    private final Counters counters = new Counters();

    public Host(String name, long seed, PacketPool packets) {
        this.name = name;
        this.packets = packets;
    }

    /** The host's name. */
    public String name() {
        return name;
    }

    public PacketPool packets() {
        return packets;
    }

    public TimerQueue timers() {
        return timers;
    }

    public WorkQueue work() {
        return work;
    }

    public Counters counters() {
        return counters;
    }

    public RandomStream random(String purpose) {
        throw new UnsupportedOperationException();
    }

    public NetInterface loopback() {
        throw new UnsupportedOperationException();
    }

    public NetInterface addEthernet(String name, MacAddress mac, int mtuBytes, LinkPort port) {
        throw new UnsupportedOperationException();
    }

    public NetInterface addPointToPoint(String name, int mtuBytes, LinkPort port) {
        throw new UnsupportedOperationException();
    }

    public void remove(long now, NetInterface gone) {
        throw new UnsupportedOperationException();
    }

    public List<NetInterface> interfaces() {
        throw new UnsupportedOperationException();
    }

    public @Nullable NetInterface interfaceNamed(String name) {
        throw new UnsupportedOperationException();
    }

    public @Nullable NetInterface interfaceAt(int index) {
        throw new UnsupportedOperationException();
    }

    public Network network() {
        throw new UnsupportedOperationException();
    }

    public Routes routes() {
        throw new UnsupportedOperationException();
    }

    public Neighbours neighbours() {
        throw new UnsupportedOperationException();
    }

    public Hooks hooks() {
        throw new UnsupportedOperationException();
    }

    public Icmp icmp() {
        throw new UnsupportedOperationException();
    }

    public Tcp tcp() {
        throw new UnsupportedOperationException();
    }

    public Udp udp() {
        throw new UnsupportedOperationException();
    }

    public RawSockets raw() {
        throw new UnsupportedOperationException();
    }

    public PacketSockets packetSockets() {
        throw new UnsupportedOperationException();
    }

    public void register(int ipProtocol, TransportProtocol protocol) {
        throw new UnsupportedOperationException();
    }

    public void registerEtherType(int etherType, LinkProtocol protocol) {
        throw new UnsupportedOperationException();
    }

    public Sysctl sysctl() {
        throw new UnsupportedOperationException();
    }

    public void acceptAny(boolean on) {
        throw new UnsupportedOperationException();
    }

    public void observe(@Nullable HostObserver observer) {
        throw new UnsupportedOperationException();
    }

    public void trace(@Nullable LongSupplier packetIds) {
        throw new UnsupportedOperationException();
    }

    void drop(long now, DropReason reason, Packet packet) {
        packet.release();
    }

    /** Finishes what is due in this turn. */
    public void run(long now) {
        while (!work.isEmpty()) {
            work.runFirst(now);
        }
    }

    /** When {@link #onTimeout} must be called, or {@link Timer#NEVER}. */
    public long nextTimeout() {
        return timers.nextDeadlineNanos();
    }

    /** Lets the timers that are due run out. */
    public void onTimeout(long now) {
        timers.expire(now);
    }
}
