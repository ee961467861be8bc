package dev.netrarium.stack.udp;

/**
 * Options of one UDP endpoint, as setsockopt(2) sets them. Immutable.
 *
 * @param reuseAddress SO_REUSEADDR: others that set it too may bind the same address and port
 * @param broadcast SO_BROADCAST: may send to broadcast addresses
 * @param v6Only IPV6_V6ONLY: an endpoint on {@code ::} takes no IPv4
 * @param receiveBufferBytes memory that waiting datagrams may hold, counted as whole buffers
 * @param sendBufferBytes memory that datagrams in the host's egress queues may hold, counted as whole buffers
 * @param timeToLive TTL or hop limit of unicast datagrams sent, 1 to 255
 * @param trafficClass TOS or traffic class of datagrams sent, 0 to 255
 * @param multicastTimeToLive IP_MULTICAST_TTL, 0 to 255; 0 keeps datagrams on this host
 * @param multicastLoop IP_MULTICAST_LOOP: what is sent to a group is heard by this host's own members too
 * @param multicastInterfaceIndex IP_MULTICAST_IF, 0 lets the routes choose
 * @param interfaceIndex SO_BINDTODEVICE, 0 for any interface
 * @param receiveErrors IP_RECVERR: ICMP errors are kept for {@link UdpEndpoint#receiveError}, also on an unconnected
 *     endpoint
 */
public record UdpSettings(
        boolean reuseAddress,
        boolean broadcast,
        boolean v6Only,
        int receiveBufferBytes,
        int sendBufferBytes,
        int timeToLive,
        int trafficClass,
        int multicastTimeToLive,
        boolean multicastLoop,
        int multicastInterfaceIndex,
        int interfaceIndex,
        boolean receiveErrors) {
    /** Linux's {@code rmem_default} and {@code wmem_default}. */
    public static final int DEFAULT_BUFFER_BYTES = 212_992;

    /** What a fresh socket has. */
    public static final UdpSettings DEFAULT = new UdpSettings(
            false, false, false, DEFAULT_BUFFER_BYTES, DEFAULT_BUFFER_BYTES, 64, 0, 1, true, 0, 0, false);

    private static final int MAX_BUFFER_BYTES = 1 << 30;

    public UdpSettings {
        if (receiveBufferBytes < 1
                || receiveBufferBytes > MAX_BUFFER_BYTES
                || sendBufferBytes < 1
                || sendBufferBytes > MAX_BUFFER_BYTES) {
            throw new IllegalArgumentException("want buffers within 1..2^30 bytes");
        }
        if (timeToLive < 1 || timeToLive > 255 || multicastTimeToLive < 0 || multicastTimeToLive > 255) {
            throw new IllegalArgumentException("want a TTL within 1..255, for multicast within 0..255");
        }
        if (trafficClass < 0 || trafficClass > 255) {
            throw new IllegalArgumentException("want a traffic class within 0..255");
        }
        if (multicastInterfaceIndex < 0 || interfaceIndex < 0) {
            throw new IllegalArgumentException("interface indices are not negative");
        }
    }

    /** The same with SO_REUSEADDR set or not. */
    public UdpSettings withReuseAddress(boolean on) {
        return change(Field.REUSE_ADDRESS, on ? 1 : 0);
    }

    /** The same with SO_BROADCAST set or not. */
    public UdpSettings withBroadcast(boolean on) {
        return change(Field.BROADCAST, on ? 1 : 0);
    }

    /** The same with IPV6_V6ONLY set or not. */
    public UdpSettings withV6Only(boolean on) {
        return change(Field.V6_ONLY, on ? 1 : 0);
    }

    /** The same with another bound of the receive buffer. */
    public UdpSettings withReceiveBufferBytes(int bytes) {
        return change(Field.RECEIVE_BUFFER, bytes);
    }

    /** The same with another bound of the send buffer. */
    public UdpSettings withSendBufferBytes(int bytes) {
        return change(Field.SEND_BUFFER, bytes);
    }

    /** The same with another TTL or hop limit. */
    public UdpSettings withTimeToLive(int ttl) {
        return change(Field.TIME_TO_LIVE, ttl);
    }

    /** The same with another TOS or traffic class. */
    public UdpSettings withTrafficClass(int value) {
        return change(Field.TRAFFIC_CLASS, value);
    }

    /** The same with another TTL or hop limit for multicast. */
    public UdpSettings withMulticastTimeToLive(int ttl) {
        return change(Field.MULTICAST_TIME_TO_LIVE, ttl);
    }

    /** The same with multicast heard by this host itself or not. */
    public UdpSettings withMulticastLoop(boolean on) {
        return change(Field.MULTICAST_LOOP, on ? 1 : 0);
    }

    /** The same with another interface for multicast. */
    public UdpSettings withMulticastInterfaceIndex(int index) {
        return change(Field.MULTICAST_INTERFACE, index);
    }

    /** The same, bound to an interface. */
    public UdpSettings withInterfaceIndex(int index) {
        return change(Field.INTERFACE, index);
    }

    /** The same with IP_RECVERR set or not. */
    public UdpSettings withReceiveErrors(boolean on) {
        return change(Field.RECEIVE_ERRORS, on ? 1 : 0);
    }

    private enum Field {
        REUSE_ADDRESS,
        BROADCAST,
        V6_ONLY,
        RECEIVE_BUFFER,
        SEND_BUFFER,
        TIME_TO_LIVE,
        TRAFFIC_CLASS,
        MULTICAST_TIME_TO_LIVE,
        MULTICAST_LOOP,
        MULTICAST_INTERFACE,
        INTERFACE,
        RECEIVE_ERRORS
    }

    private UdpSettings change(Field field, int value) {
        return new UdpSettings(
                field == Field.REUSE_ADDRESS ? value != 0 : reuseAddress,
                field == Field.BROADCAST ? value != 0 : broadcast,
                field == Field.V6_ONLY ? value != 0 : v6Only,
                field == Field.RECEIVE_BUFFER ? value : receiveBufferBytes,
                field == Field.SEND_BUFFER ? value : sendBufferBytes,
                field == Field.TIME_TO_LIVE ? value : timeToLive,
                field == Field.TRAFFIC_CLASS ? value : trafficClass,
                field == Field.MULTICAST_TIME_TO_LIVE ? value : multicastTimeToLive,
                field == Field.MULTICAST_LOOP ? value != 0 : multicastLoop,
                field == Field.MULTICAST_INTERFACE ? value : multicastInterfaceIndex,
                field == Field.INTERFACE ? value : interfaceIndex,
                field == Field.RECEIVE_ERRORS ? value != 0 : receiveErrors);
    }
}
