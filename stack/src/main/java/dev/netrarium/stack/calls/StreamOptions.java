package dev.netrarium.stack.calls;

import static dev.netrarium.stack.calls.SocketConstants.IPPROTO_IP;
import static dev.netrarium.stack.calls.SocketConstants.IPPROTO_IPV6;
import static dev.netrarium.stack.calls.SocketConstants.IPPROTO_TCP;
import static dev.netrarium.stack.calls.SocketConstants.IPV6_TCLASS;
import static dev.netrarium.stack.calls.SocketConstants.IPV6_UNICAST_HOPS;
import static dev.netrarium.stack.calls.SocketConstants.IPV6_V6ONLY;
import static dev.netrarium.stack.calls.SocketConstants.IP_TOS;
import static dev.netrarium.stack.calls.SocketConstants.IP_TTL;
import static dev.netrarium.stack.calls.SocketConstants.SOL_SOCKET;

import dev.netrarium.stack.tcp.MtuDiscover;
import dev.netrarium.stack.tcp.TcpConfig;
import dev.netrarium.stack.tcp.TcpSettings;
import org.jspecify.annotations.Nullable;

/** A TCP socket's options by Linux's numbers, on {@link TcpSettings}. */
final class StreamOptions {
    /** Linux's {@code rmem_max} and {@code wmem_max}: what a program may ask for. */
    static final int MAX_BUFFER_BYTES = 212_992;

    /** Linux keeps at least this much; the program sees twice what it asked for. */
    private static final int MIN_BUFFER_BYTES = 1152;

    private static final int DEFAULT_MSS_BYTES = 536;

    private StreamOptions() {}

    /**
     * The settings with one option changed; null when there is no such option.
     *
     * @throws IllegalArgumentException when the value is out of range
     */
    static @Nullable TcpSettings set(TcpSettings s, TcpConfig config, boolean v6, int level, int name, int[] value) {
        int v = value[0];
        boolean on = v != 0;
        if (level == SOL_SOCKET) {
            return switch (name) {
                case SocketConstants.SO_REUSEADDR -> s.withReuseAddress(on);
                case SocketConstants.SO_KEEPALIVE -> s.withKeepAlive(on);
                case SocketConstants.SO_SNDBUF -> s.withSendBufferBytes(buffer(v));
                case SocketConstants.SO_RCVBUF -> s.withReceiveBufferBytes(buffer(v));
                case SocketConstants.SO_LINGER -> {
                    if (value.length < 2) {
                        throw new IllegalArgumentException("SO_LINGER takes two numbers");
                    }
                    yield s.withLingerSeconds(on ? Math.max(0, value[1]) : -1);
                }
                case SocketConstants.SO_MAX_PACING_RATE ->
                    s.withMaxPacingRate(v == -1 ? Long.MAX_VALUE : Integer.toUnsignedLong(v));
                case SocketConstants.SO_BINDTOIFINDEX -> s.withInterfaceIndex(v);
                case SocketConstants.SO_OOBINLINE -> s.withOobInline(on);
                case SocketConstants.SO_RCVLOWAT -> s.withReceiveLowatBytes(lowat(s, config, v));
                default -> null;
            };
        }
        if (level == IPPROTO_TCP) {
            return switch (name) {
                case SocketConstants.TCP_NODELAY -> s.withNoDelay(on);
                case SocketConstants.TCP_CORK -> s.withCork(on);
                case SocketConstants.TCP_MAXSEG -> s.withMaxSegmentBytes(v);
                case SocketConstants.TCP_KEEPIDLE ->
                    s.withKeepAliveSchedule(positive(v), s.keepIntervalSeconds(), s.keepCount());
                case SocketConstants.TCP_KEEPINTVL ->
                    s.withKeepAliveSchedule(s.keepIdleSeconds(), positive(v), s.keepCount());
                case SocketConstants.TCP_KEEPCNT ->
                    s.withKeepAliveSchedule(s.keepIdleSeconds(), s.keepIntervalSeconds(), positive(v));
                case SocketConstants.TCP_SYNCNT -> s.withSynRetries(positive(v));
                case SocketConstants.TCP_DEFER_ACCEPT -> s.withDeferAcceptSeconds(Math.max(0, v));
                case SocketConstants.TCP_FASTOPEN,
                        SocketConstants.TCP_FASTOPEN_CONNECT,
                        SocketConstants.TCP_FASTOPEN_KEY,
                        SocketConstants.TCP_FASTOPEN_NO_COOKIE ->
                    s.withFastOpen(FastOpenOptions.set(s.fastOpen(), name, value));
                case SocketConstants.TCP_LINGER2 -> s.withLinger2Seconds(v < 0 ? -1 : v);
                case SocketConstants.TCP_USER_TIMEOUT -> s.withUserTimeoutMillis(v);
                case SocketConstants.TCP_NOTSENT_LOWAT -> s.withNotsentLowatBytes(v);
                case SocketConstants.TCP_WINDOW_CLAMP -> s.withWindowClampBytes(v);
                default -> null;
            };
        }
        if (level == IPPROTO_IP) {
            return switch (name) {
                case IP_TOS -> s.withTrafficClass(v & 0xff);
                case IP_TTL -> s.withTimeToLive(v == -1 ? TcpSettings.DEFAULT.timeToLive() : v);
                case SocketConstants.IP_MTU_DISCOVER -> s.withMtuDiscover(discover(v));
                default -> null;
            };
        }
        if (level == IPPROTO_IPV6 && v6) {
            return switch (name) {
                case IPV6_V6ONLY -> s.withV6Only(on);
                case IPV6_TCLASS -> s.withTrafficClass(v == -1 ? 0 : v);
                case IPV6_UNICAST_HOPS -> s.withTimeToLive(v == -1 ? TcpSettings.DEFAULT.timeToLive() : v);
                case SocketConstants.IPV6_MTU_DISCOVER -> s.withMtuDiscover(discover(v));
                default -> null;
            };
        }
        return null;
    }

    /** Puts the option's value; false when there is no such option. */
    static boolean get(TcpSettings s, TcpConfig config, boolean v6, int level, int name, int[] value) {
        Integer v = switch (level) {
            case SOL_SOCKET -> socketLevel(s, config, v6, name, value);
            case IPPROTO_TCP -> tcpLevel(s, config, name);
            case IPPROTO_IP ->
                switch (name) {
                    case IP_TOS -> s.trafficClass();
                    case IP_TTL -> s.timeToLive();
                    case SocketConstants.IP_MTU_DISCOVER -> s.mtuDiscover().ordinal();
                    default -> null;
                };
            case IPPROTO_IPV6 ->
                switch (name) {
                    case IPV6_V6ONLY -> Descriptor.flag(s.v6Only());
                    case IPV6_TCLASS -> s.trafficClass();
                    case IPV6_UNICAST_HOPS -> s.timeToLive();
                    case SocketConstants.IPV6_MTU_DISCOVER -> s.mtuDiscover().ordinal();
                    default -> null;
                };
            default -> null;
        };
        if (v != null) {
            value[0] = v;
        }
        return v != null;
    }

    private static @Nullable Integer socketLevel(TcpSettings s, TcpConfig config, boolean v6, int name, int[] value) {
        return switch (name) {
            case SocketConstants.SO_REUSEADDR -> Descriptor.flag(s.reuseAddress());
            case SocketConstants.SO_KEEPALIVE -> Descriptor.flag(s.keepAlive());
            case SocketConstants.SO_BROADCAST -> 0;
            case SocketConstants.SO_OOBINLINE -> Descriptor.flag(s.oobInline());
            case SocketConstants.SO_RCVLOWAT -> s.receiveLowatBytes();
            case SocketConstants.SO_SNDBUF ->
                s.sendBufferBytes() > 0
                        ? 2 * s.sendBufferBytes()
                        : config.wmem().initial();
            case SocketConstants.SO_RCVBUF ->
                s.receiveBufferBytes() > 0
                        ? 2 * s.receiveBufferBytes()
                        : config.rmem().initial();
            case SocketConstants.SO_LINGER -> {
                if (value.length > 1) {
                    value[1] = Math.max(0, s.lingerSeconds());
                }
                yield Descriptor.flag(s.lingerSeconds() >= 0);
            }
            case SocketConstants.SO_DOMAIN -> v6 ? SocketConstants.AF_INET6 : SocketConstants.AF_INET;
            case SocketConstants.SO_MAX_PACING_RATE -> (int) Math.min(s.maxPacingBytesPerSecond(), 0xffffffffL);
            case SocketConstants.SO_BINDTOIFINDEX -> s.interfaceIndex();
            default -> null;
        };
    }

    private static @Nullable Integer tcpLevel(TcpSettings s, TcpConfig config, int name) {
        return switch (name) {
            case SocketConstants.TCP_NODELAY -> Descriptor.flag(s.noDelay());
            case SocketConstants.TCP_CORK -> Descriptor.flag(s.cork());
            case SocketConstants.TCP_MAXSEG -> s.maxSegmentBytes() > 0 ? s.maxSegmentBytes() : DEFAULT_MSS_BYTES;
            case SocketConstants.TCP_KEEPIDLE -> orElse(s.keepIdleSeconds(), config.keepaliveTimeSeconds());
            case SocketConstants.TCP_KEEPINTVL -> orElse(s.keepIntervalSeconds(), config.keepaliveIntvlSeconds());
            case SocketConstants.TCP_KEEPCNT -> orElse(s.keepCount(), config.keepaliveProbes());
            case SocketConstants.TCP_SYNCNT -> orElse(s.synRetries(), config.synRetries());
            case SocketConstants.TCP_LINGER2 -> orElse(s.linger2Seconds(), config.finTimeoutSeconds());
            case SocketConstants.TCP_USER_TIMEOUT -> s.userTimeoutMillis();
            case SocketConstants.TCP_DEFER_ACCEPT -> s.deferAcceptCoveredSeconds(config);
            case SocketConstants.TCP_FASTOPEN -> s.fastOpen().queue();
            case SocketConstants.TCP_FASTOPEN_CONNECT ->
                Descriptor.flag(s.fastOpen().onConnect());
            case SocketConstants.TCP_FASTOPEN_NO_COOKIE ->
                Descriptor.flag(s.fastOpen().withoutCookie());
            case SocketConstants.TCP_NOTSENT_LOWAT -> s.notsentLowatBytes();
            case SocketConstants.TCP_WINDOW_CLAMP -> s.windowClampBytes();
            default -> null;
        };
    }

    /** The program gets what it asks for within bounds, and is told twice that, as Linux counts overhead. */
    static int buffer(int asked) {
        return Math.max(MIN_BUFFER_BYTES, Math.min(asked < 0 ? MAX_BUFFER_BYTES : asked, MAX_BUFFER_BYTES));
    }

    /** No more than half of what the buffer may become, or it would never be reached. */
    private static int lowat(TcpSettings s, TcpConfig config, int asked) {
        int fixed = s.receiveBufferBytes();
        int most = fixed > 0 ? fixed : config.rmem().maximum() >> 1;
        return Math.max(1, asked < 0 ? most : Math.min(asked, most));
    }

    private static MtuDiscover discover(int v) {
        MtuDiscover[] all = MtuDiscover.values();
        if (v < 0 || v >= all.length) {
            throw new IllegalArgumentException("want one of IP_PMTUDISC_DONT to IP_PMTUDISC_OMIT");
        }
        return all[v];
    }

    private static int positive(int v) {
        if (v < 1) {
            throw new IllegalArgumentException("want a positive number");
        }
        return v;
    }

    private static int orElse(int own, int hosts) {
        return own != 0 ? own : hosts;
    }
}
