package dev.netrarium.stack;

import dev.netrarium.stack.tcp.Tcp;
import dev.netrarium.stack.tcp.TcpConfig;
import dev.netrarium.wire.IpFamily;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** The knobs of a host by Linux's names, such as {@code net.ipv4.ip_forward}. */
public final class Sysctl {
    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final Host host;
    private final TreeMap<String, Knob> knobs = new TreeMap<>();
    private final TreeMap<String, String> constants = new TreeMap<>();

    /** How to read a number, how to set it, and its range. */
    private record Knob(IntSupplier get, IntConsumer set, int least, int most) {}

    Sysctl(Host host) {
        this.host = host;
        Knobs k = host.knobs();
        flag("net.ipv4.ip_forward", () -> k.forwardsIpv4, on -> k.forwardsIpv4 = on);
        flag("net.ipv4.conf.all.forwarding", () -> k.forwardsIpv4, on -> k.forwardsIpv4 = on);
        flag("net.ipv6.conf.all.forwarding", () -> k.forwardsIpv6, on -> k.forwardsIpv6 = on);
        number("net.ipv4.ip_default_ttl", () -> k.timeToLive, v -> k.timeToLive = v, 1, 255);
        number("net.ipv6.conf.all.hop_limit", () -> k.hopLimit, v -> k.hopLimit = v, 1, 255);
        number("net.ipv4.icmp_ratelimit", () -> k.icmpRateLimitMillis, v -> k.icmpRateLimitMillis = v, 0, 1 << 20);
        number("net.ipv6.icmp.ratelimit", () -> k.icmpv6RateLimitMillis, v -> k.icmpv6RateLimitMillis = v, 0, 1 << 20);
        number("net.ipv4.icmp_msgs_per_sec", () -> k.icmpPerSecond, v -> k.icmpPerSecond = v, 1, 1 << 20);
        number("net.ipv4.icmp_msgs_burst", () -> k.icmpBurst, v -> k.icmpBurst = v, 0, 1 << 20);
        flag("net.ipv4.icmp_echo_ignore_all", () -> k.ignoresEcho, on -> k.ignoresEcho = on);
        flag("net.ipv6.icmp.echo_ignore_all", () -> k.ignoresEchoIpv6, on -> k.ignoresEchoIpv6 = on);
        flag("net.ipv4.icmp_echo_ignore_broadcasts", () -> k.ignoresBroadcastEcho, on -> k.ignoresBroadcastEcho = on);
        number("net.ipv4.ipfrag_high_thresh", () -> k.fragmentBytesIpv4, v -> k.fragmentBytesIpv4 = v, 0, 1 << 30);
        number("net.ipv4.ipfrag_time", () -> k.fragmentSecondsIpv4, v -> k.fragmentSecondsIpv4 = v, 1, 3600);
        number("net.ipv6.ip6frag_high_thresh", () -> k.fragmentBytesIpv6, v -> k.fragmentBytesIpv6 = v, 0, 1 << 30);
        number("net.ipv6.ip6frag_time", () -> k.fragmentSecondsIpv6, v -> k.fragmentSecondsIpv6 = v, 1, 3600);
        number("net.ipv4.route.mtu_expires", () -> k.mtuExpiresSeconds, v -> k.mtuExpiresSeconds = v, 1, 1 << 24);
        number("net.ipv4.route.min_pmtu", () -> k.leastPathMtu, v -> k.leastPathMtu = v, 68, 65535);
        number(
                "net.core.somaxconn",
                () -> host.tcp().mostBacklog(),
                v -> host.tcp().mostBacklog(v),
                0,
                65535);
        constant("net.ipv4.tcp_available_congestion_control", String.join(" ", TcpConfig.congestionControls()));
        constant("net.ipv4.tcp_allowed_congestion_control", String.join(" ", TcpConfig.congestionControls()));
        neighbours("net.ipv4.neigh.default.", IpFamily.IPV4);
        neighbours("net.ipv6.neigh.default.", IpFamily.IPV6);
    }

    /** All names, sorted. */
    public List<String> names() {
        TreeMap<String, Boolean> all = new TreeMap<>();
        knobs.keySet().forEach(name -> all.put(name, true));
        constants.keySet().forEach(name -> all.put(name, true));
        TcpConfig.names().forEach(name -> all.put(name, true));
        return List.copyOf(all.keySet());
    }

    /**
     * The value of a knob, as {@code sysctl} prints it.
     *
     * @throws IllegalArgumentException when there is no such knob
     */
    public String get(String name) {
        String constant = constants.get(name);
        if (constant != null) {
            return constant;
        }
        Knob knob = knobs.get(name);
        return knob == null
                ? host.tcp().config().get(name)
                : Integer.toString(knob.get().getAsInt());
    }

    /**
     * Turns a knob.
     *
     * @throws IllegalArgumentException when there is no such knob, or the value does not fit it
     */
    public void set(String name, String value) {
        if (constants.containsKey(name)) {
            throw new IllegalArgumentException(name + " can only be read");
        }
        Knob knob = knobs.get(name);
        if (knob == null) {
            Tcp tcp = host.tcp();
            tcp.config(tcp.config().with(name, value));
            return;
        }
        int number;
        try {
            number = Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " takes a number, not \"" + value + "\"", e);
        }
        if (number < knob.least() || number > knob.most()) {
            throw new IllegalArgumentException(name + " is " + knob.least() + " to " + knob.most() + ", not " + number);
        }
        knob.set().accept(number);
    }

    private void constant(String name, String value) {
        constants.put(name, value);
    }

    private void number(String name, IntSupplier get, IntConsumer set, int least, int most) {
        knobs.put(name, new Knob(get, set, least, most));
    }

    private void flag(String name, BooleanSupplier get, FlagConsumer set) {
        number(name, () -> get.getAsBoolean() ? 1 : 0, v -> set.accept(v != 0), 0, 1);
    }

    private interface FlagConsumer {
        void accept(boolean on);
    }

    private void neighbours(String prefix, IpFamily family) {
        neighbour(
                prefix + "base_reachable_time_ms",
                family,
                1,
                s -> (int) (s.baseReachableNanos() / MILLISECOND),
                (s, v) -> with(s, v * MILLISECOND, s.retransmitNanos(), s.delayNanos(), s.staleNanos()));
        neighbour(
                prefix + "retrans_time_ms",
                family,
                1,
                s -> (int) (s.retransmitNanos() / MILLISECOND),
                (s, v) -> with(s, s.baseReachableNanos(), v * MILLISECOND, s.delayNanos(), s.staleNanos()));
        neighbour(
                prefix + "delay_first_probe_time",
                family,
                1,
                s -> (int) (s.delayNanos() / SECOND),
                (s, v) -> with(s, s.baseReachableNanos(), s.retransmitNanos(), v * SECOND, s.staleNanos()));
        neighbour(
                prefix + "gc_stale_time",
                family,
                0,
                s -> (int) (s.staleNanos() / SECOND),
                (s, v) -> with(s, s.baseReachableNanos(), s.retransmitNanos(), s.delayNanos(), v * SECOND));
        neighbour(
                prefix + "mcast_solicit",
                family,
                1,
                NeighbourSettings::multicastQuestions,
                (s, v) -> with(s, v, s.unicastQuestions(), s.pendingBytes()));
        neighbour(
                prefix + "ucast_solicit",
                family,
                0,
                NeighbourSettings::unicastQuestions,
                (s, v) -> with(s, s.multicastQuestions(), v, s.pendingBytes()));
        neighbour(
                prefix + "unres_qlen_bytes",
                family,
                0,
                NeighbourSettings::pendingBytes,
                (s, v) -> with(s, s.multicastQuestions(), s.unicastQuestions(), v));
        neighbour(
                prefix + "gc_thresh1",
                family,
                0,
                NeighbourSettings::threshold1,
                (s, v) -> withThresholds(s, v, s.threshold2(), s.threshold3()));
        neighbour(
                prefix + "gc_thresh2",
                family,
                0,
                NeighbourSettings::threshold2,
                (s, v) -> withThresholds(s, s.threshold1(), v, s.threshold3()));
        neighbour(
                prefix + "gc_thresh3",
                family,
                1,
                NeighbourSettings::threshold3,
                (s, v) -> withThresholds(s, s.threshold1(), s.threshold2(), v));
    }

    private interface Read {
        int of(NeighbourSettings settings);
    }

    private interface Change {
        NeighbourSettings of(NeighbourSettings settings, int value);
    }

    private void neighbour(String name, IpFamily family, int least, Read read, Change change) {
        number(
                name,
                () -> read.of(host.neighbours().settings(family)),
                v -> host.neighbours()
                        .settings(family, change.of(host.neighbours().settings(family), v)),
                least,
                1 << 30);
    }

    private static NeighbourSettings with(
            NeighbourSettings s, long reachable, long retransmit, long delay, long stale) {
        return new NeighbourSettings(
                reachable,
                retransmit,
                delay,
                s.multicastQuestions(),
                s.unicastQuestions(),
                stale,
                s.threshold1(),
                s.threshold2(),
                s.threshold3(),
                s.pendingBytes());
    }

    private static NeighbourSettings with(NeighbourSettings s, int multicast, int unicast, int pendingBytes) {
        return new NeighbourSettings(
                s.baseReachableNanos(),
                s.retransmitNanos(),
                s.delayNanos(),
                multicast,
                unicast,
                s.staleNanos(),
                s.threshold1(),
                s.threshold2(),
                s.threshold3(),
                pendingBytes);
    }

    private static NeighbourSettings withThresholds(NeighbourSettings s, int one, int two, int three) {
        return new NeighbourSettings(
                s.baseReachableNanos(),
                s.retransmitNanos(),
                s.delayNanos(),
                s.multicastQuestions(),
                s.unicastQuestions(),
                s.staleNanos(),
                one,
                two,
                three,
                s.pendingBytes());
    }
}
