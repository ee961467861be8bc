package dev.netrarium.drill.system;

import dev.netrarium.stack.RouteMetrics;
import dev.netrarium.wire.Endpoint;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What scripts are run against. It has one interface, whose packets are taken and given here, and one program, whose
 * socket calls are made here. All times are nanoseconds since {@link #start}. One thread uses it.
 */
public interface SystemUnderTest extends AutoCloseable {
    /** Begins the script's time; what happened before is forgotten. */
    void start();

    /** Now. */
    long time();

    /**
     * Lets time go by until something has happened that may matter to the script (a timer ran out, a packet left, a call
     * returned), but not beyond a time.
     *
     * @return false when nothing happens by then; then the clock need not have moved
     */
    boolean runToNextEvent(long limit);

    /** Lets time go by to that time, before which nothing happens any more. */
    void moveTo(long time);

    /** How long it is worth waiting for something that may happen at any time. */
    long patienceNanos();

    /** Gives the system an IP packet. */
    void receive(byte[] ipPacket);

    /** The next packet that the system has sent; null when there is none yet. */
    @Nullable SentPacket take();

    /** Begins a socket call. At most one is under way at any time. */
    Ongoing begin(SystemCall call) throws UnsupportedException;

    /** The local address of a socket; null for a bad descriptor. */
    @Nullable Endpoint localAddress(int fd);

    /** A field of {@code tcp_info} such as {@code tcpi_snd_cwnd}; null where there is no connection or no such field. */
    @Nullable Long tcpInfo(int fd, String field);

    /** The value of a knob such as {@code net.ipv4.tcp_sack}; null when there is none. */
    @Nullable String sysctl(String name);

    /** Turns a knob. */
    void sysctl(String name, String value) throws UnsupportedException;

    /** {@code ip route change}: what the route of the link says. */
    void route(RouteMetrics metrics) throws UnsupportedException;

    /** {@code ip tcp_metrics flush}: what is remembered of destinations is forgotten. */
    void forgetMetrics() throws UnsupportedException;

    /** {@code tc qdisc replace dev tun0 root}: how packets wait to leave, such as {@code pfifo}. */
    void queueDiscipline(String kind) throws UnsupportedException;

    /** What has been counted, by the names of {@code nstat}. */
    Map<String, Long> counters();

    @Override
    void close();

    /** A socket call under way. */
    interface Ongoing {
        /** The result, or a negative errno number; null while it blocks. */
        @Nullable Long result();

        /** When it returned. */
        long returnedNanos();
    }
}
