package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * How echo requests are sent.
 *
 * @param timeToLive TTL or hop limit, 1 to 255
 * @param trafficClass TOS or traffic class, 0 to 255
 * @param dontFragment forbids fragments, here and on the way: one that is too big is refused (ping's {@code -M do})
 * @param interfaceIndex the interface to leave by, 0 for any
 * @param source the address to send from; null lets the routes choose
 */
public record EchoSettings(
        int timeToLive,
        int trafficClass,
        boolean dontFragment,
        int interfaceIndex,
        @Nullable IpAddress source) {
    public static final EchoSettings DEFAULT = new EchoSettings(64, 0, false, 0, null);

    public EchoSettings {
        if (timeToLive < 1 || timeToLive > 255 || trafficClass < 0 || trafficClass > 255 || interfaceIndex < 0) {
            throw new IllegalArgumentException(
                    "want a TTL within 1..255, a traffic class within 0..255, an index >= 0");
        }
    }

    /** The same with another TTL or hop limit. */
    public EchoSettings withTimeToLive(int hops) {
        return new EchoSettings(hops, trafficClass, dontFragment, interfaceIndex, source);
    }
}
