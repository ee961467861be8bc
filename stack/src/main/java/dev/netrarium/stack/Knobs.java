package dev.netrarium.stack;

/** The network layer's settings, turned through {@link Sysctl}; the defaults are Linux's. */
final class Knobs {
    /** {@code net.ipv4.ip_forward}. */
    boolean forwardsIpv4;

    /** {@code net.ipv6.conf.all.forwarding}. */
    boolean forwardsIpv6;

    /** {@code net.ipv4.ip_default_ttl}. */
    int timeToLive = 64;

    /** {@code net.ipv6.conf.all.hop_limit}. */
    int hopLimit = 64;

    /** {@code net.ipv4.icmp_ratelimit}: milliseconds between two errors to one peer once its burst is spent; 0: none. */
    int icmpRateLimitMillis = 1000;

    /** {@code net.ipv6.icmp.ratelimit}. */
    int icmpv6RateLimitMillis = 1000;

    /** {@code net.ipv4.icmp_msgs_per_sec}: errors of the host, to all peers together. */
    int icmpPerSecond = 1000;

    /** {@code net.ipv4.icmp_msgs_burst}. */
    int icmpBurst = 50;

    /** {@code net.ipv4.icmp_echo_ignore_all}. */
    boolean ignoresEcho;

    /** {@code net.ipv6.icmp.echo_ignore_all}. */
    boolean ignoresEchoIpv6;

    /** {@code net.ipv4.icmp_echo_ignore_broadcasts}. */
    boolean ignoresBroadcastEcho = true;

    /** {@code net.ipv4.ipfrag_high_thresh}: bytes of buffers that fragments may hold. */
    int fragmentBytesIpv4 = 4 << 20;

    /** {@code net.ipv4.ipfrag_time}: seconds that a datagram's fragments wait for each other. */
    int fragmentSecondsIpv4 = 30;

    /** {@code net.ipv6.ip6frag_high_thresh}. */
    int fragmentBytesIpv6 = 4 << 20;

    /** {@code net.ipv6.ip6frag_time}. */
    int fragmentSecondsIpv6 = 60;

    /** {@code net.ipv4.route.mtu_expires}: seconds after which a learned path MTU is tried anew. */
    int mtuExpiresSeconds = 600;

    /** {@code net.ipv4.route.min_pmtu}: no ICMP message makes a path's MTU smaller. */
    int leastPathMtu = 552;
}
