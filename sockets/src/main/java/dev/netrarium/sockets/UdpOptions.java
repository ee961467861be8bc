package dev.netrarium.sockets;

import dev.netrarium.stack.udp.UdpSettings;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.StandardSocketOptions;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JDK's UDP options, old and new API, on {@link UdpSettings}. */
final class UdpOptions {
    static final Set<SocketOption<?>> SUPPORTED =
            Collections.unmodifiableSet(new LinkedHashSet<SocketOption<?>>(List.of(
                    StandardSocketOptions.SO_RCVBUF,
                    StandardSocketOptions.SO_SNDBUF,
                    StandardSocketOptions.SO_REUSEADDR,
                    StandardSocketOptions.SO_BROADCAST,
                    StandardSocketOptions.IP_TOS,
                    StandardSocketOptions.IP_MULTICAST_TTL,
                    StandardSocketOptions.IP_MULTICAST_LOOP)));

    private UdpOptions() {}

    /** The settings with an option of the old API changed; null when it is none of these. */
    static @Nullable UdpSettings set(UdpSettings s, int option, Object value) {
        return switch (option) {
            case SocketOptions.SO_REUSEADDR -> s.withReuseAddress((Boolean) value);
            case SocketOptions.SO_BROADCAST -> s.withBroadcast((Boolean) value);
            case SocketOptions.SO_SNDBUF -> s.withSendBufferBytes((Integer) value);
            case SocketOptions.SO_RCVBUF -> s.withReceiveBufferBytes((Integer) value);
            case SocketOptions.IP_TOS -> s.withTrafficClass((Integer) value & 0xff);
            case SocketOptions.IP_MULTICAST_LOOP -> s.withMulticastLoop(!(Boolean) value); // "true" disables it
            default -> null;
        };
    }

    /** An option of the old API; null when it is none of these. */
    static @Nullable Object get(UdpSettings s, int option) {
        return switch (option) {
            case SocketOptions.SO_REUSEADDR -> s.reuseAddress();
            case SocketOptions.SO_BROADCAST -> s.broadcast();
            case SocketOptions.SO_SNDBUF -> s.sendBufferBytes();
            case SocketOptions.SO_RCVBUF -> s.receiveBufferBytes();
            case SocketOptions.IP_TOS -> s.trafficClass();
            case SocketOptions.IP_MULTICAST_LOOP -> !s.multicastLoop();
            default -> null;
        };
    }

    /** The settings with an option of the new API changed; null when it is none of these. */
    static @Nullable UdpSettings set(UdpSettings s, SocketOption<?> option, Object value) {
        return switch (option.name()) {
            case "SO_REUSEADDR" -> s.withReuseAddress((Boolean) value);
            case "SO_BROADCAST" -> s.withBroadcast((Boolean) value);
            case "SO_SNDBUF" -> s.withSendBufferBytes((Integer) value);
            case "SO_RCVBUF" -> s.withReceiveBufferBytes((Integer) value);
            case "IP_TOS" -> s.withTrafficClass((Integer) value & 0xff);
            case "IP_MULTICAST_TTL" -> s.withMulticastTimeToLive((Integer) value);
            case "IP_MULTICAST_LOOP" -> s.withMulticastLoop((Boolean) value);
            default -> null;
        };
    }

    /** An option of the new API; null when it is none of these. */
    static @Nullable Object get(UdpSettings s, SocketOption<?> option) {
        return switch (option.name()) {
            case "SO_REUSEADDR" -> s.reuseAddress();
            case "SO_BROADCAST" -> s.broadcast();
            case "SO_SNDBUF" -> s.sendBufferBytes();
            case "SO_RCVBUF" -> s.receiveBufferBytes();
            case "IP_TOS" -> s.trafficClass();
            case "IP_MULTICAST_TTL" -> s.multicastTimeToLive();
            case "IP_MULTICAST_LOOP" -> s.multicastLoop();
            default -> null;
        };
    }
}
