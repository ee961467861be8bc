package dev.netrarium.sockets;

import dev.netrarium.stack.tcp.TcpConfig;
import dev.netrarium.stack.tcp.TcpSettings;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.StandardSocketOptions;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** The JDK's TCP options, old and new API, on {@link TcpSettings}. */
final class TcpOptions {
    static final Set<SocketOption<?>> FOR_SERVERS =
            setOf(List.of(StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.SO_REUSEADDR));

    static final Set<SocketOption<?>> FOR_CONNECTIONS = setOf(List.of(
            StandardSocketOptions.SO_RCVBUF,
            StandardSocketOptions.SO_SNDBUF,
            StandardSocketOptions.SO_REUSEADDR,
            StandardSocketOptions.SO_KEEPALIVE,
            StandardSocketOptions.SO_LINGER,
            StandardSocketOptions.TCP_NODELAY,
            StandardSocketOptions.IP_TOS,
            ExtendedSocketOptions.TCP_KEEPIDLE,
            ExtendedSocketOptions.TCP_KEEPINTERVAL,
            ExtendedSocketOptions.TCP_KEEPCOUNT));

    private static final int MAX_LINGER_SECONDS = 65_535;

    private TcpOptions() {}

    /** The settings with an option of the old API changed; null when it is none of these. */
    static @Nullable TcpSettings set(TcpSettings s, int option, Object value) throws SocketException {
        return switch (option) {
            case SocketOptions.TCP_NODELAY -> s.withNoDelay((Boolean) value);
            case SocketOptions.SO_KEEPALIVE -> s.withKeepAlive((Boolean) value);
            case SocketOptions.SO_REUSEADDR -> s.withReuseAddress((Boolean) value);
            case SocketOptions.SO_LINGER ->
                s.withLingerSeconds(value instanceof Integer seconds ? linger(seconds) : -1);
            case SocketOptions.SO_SNDBUF -> s.withSendBufferBytes(positive((Integer) value, "send"));
            case SocketOptions.SO_RCVBUF -> s.withReceiveBufferBytes(positive((Integer) value, "receive"));
            case SocketOptions.IP_TOS -> s.withTrafficClass((Integer) value & 0xff);
            default -> null;
        };
    }

    /** An option of the old API; null when it is none of these. */
    static @Nullable Object get(TcpSettings s, TcpConfig config, int option) {
        return switch (option) {
            case SocketOptions.TCP_NODELAY -> s.noDelay();
            case SocketOptions.SO_KEEPALIVE -> s.keepAlive();
            case SocketOptions.SO_REUSEADDR -> s.reuseAddress();
            case SocketOptions.SO_LINGER -> s.lingerSeconds();
            case SocketOptions.SO_SNDBUF ->
                s.sendBufferBytes() > 0 ? s.sendBufferBytes() : config.wmem().initial() / 2;
            case SocketOptions.SO_RCVBUF ->
                s.receiveBufferBytes() > 0
                        ? s.receiveBufferBytes()
                        : config.rmem().initial() / 2;
            case SocketOptions.IP_TOS -> s.trafficClass();
            default -> null;
        };
    }

    /** The settings with an option of the new API changed; null when it is none of these. */
    static @Nullable TcpSettings set(TcpSettings s, SocketOption<?> option, Object value) throws SocketException {
        Integer old = oldNumber(option);
        if (old != null) {
            if (option.equals(StandardSocketOptions.SO_LINGER) && (Integer) value < 0) {
                return s.withLingerSeconds(-1);
            }
            return set(s, old, value);
        }
        if (option.equals(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            return s.withKeepAliveSchedule((Integer) value, s.keepIntervalSeconds(), s.keepCount());
        }
        if (option.equals(ExtendedSocketOptions.TCP_KEEPINTERVAL)) {
            return s.withKeepAliveSchedule(s.keepIdleSeconds(), (Integer) value, s.keepCount());
        }
        if (option.equals(ExtendedSocketOptions.TCP_KEEPCOUNT)) {
            return s.withKeepAliveSchedule(s.keepIdleSeconds(), s.keepIntervalSeconds(), (Integer) value);
        }
        return null;
    }

    /** An option of the new API; null when it is none of these. */
    static @Nullable Object get(TcpSettings s, TcpConfig config, SocketOption<?> option) {
        Integer old = oldNumber(option);
        if (old != null) {
            return get(s, config, old);
        }
        if (option.equals(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            return s.keepIdleSeconds() > 0 ? s.keepIdleSeconds() : config.keepaliveTimeSeconds();
        }
        if (option.equals(ExtendedSocketOptions.TCP_KEEPINTERVAL)) {
            return s.keepIntervalSeconds() > 0 ? s.keepIntervalSeconds() : config.keepaliveIntvlSeconds();
        }
        if (option.equals(ExtendedSocketOptions.TCP_KEEPCOUNT)) {
            return s.keepCount() > 0 ? s.keepCount() : config.keepaliveProbes();
        }
        return null;
    }

    private static @Nullable Integer oldNumber(SocketOption<?> option) {
        return switch (option.name()) {
            case "TCP_NODELAY" -> SocketOptions.TCP_NODELAY;
            case "SO_KEEPALIVE" -> SocketOptions.SO_KEEPALIVE;
            case "SO_REUSEADDR" -> SocketOptions.SO_REUSEADDR;
            case "SO_LINGER" -> SocketOptions.SO_LINGER;
            case "SO_SNDBUF" -> SocketOptions.SO_SNDBUF;
            case "SO_RCVBUF" -> SocketOptions.SO_RCVBUF;
            case "IP_TOS" -> SocketOptions.IP_TOS;
            default -> null;
        };
    }

    private static int linger(int seconds) {
        return Math.max(-1, Math.min(seconds, MAX_LINGER_SECONDS));
    }

    private static int positive(int bytes, String which) throws SocketException {
        if (bytes < 1) {
            throw new SocketException("Invalid " + which + " buffer size: " + bytes);
        }
        return bytes;
    }

    private static Set<SocketOption<?>> setOf(List<SocketOption<?>> options) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(options));
    }
}
