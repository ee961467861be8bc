package dev.netrarium.stack.tcp;

/**
 * Options of one endpoint, as setsockopt(2) sets them. Immutable, so that the connections of a listener share its
 * settings until one of them is changed. Where 0 stands for a default, the host's {@link TcpConfig} gives it.
 *
 * @param noDelay TCP_NODELAY: small segments do not wait for an ACK (RFC 9293 §3.7.4)
 * @param cork TCP_CORK: only full segments leave
 * @param keepAlive SO_KEEPALIVE
 * @param keepIdleSeconds TCP_KEEPIDLE, 0 for the host's
 * @param keepIntervalSeconds TCP_KEEPINTVL, 0 for the host's
 * @param keepCount TCP_KEEPCNT, 0 for the host's
 * @param lingerSeconds SO_LINGER; -1 is off, 0 makes close send a reset
 * @param linger2Seconds TCP_LINGER2: how long FIN-WAIT-2 lasts after close, 0 for the host's, -1 for not at all
 * @param userTimeoutMillis TCP_USER_TIMEOUT (RFC 5482): how long sent data may stay unacknowledged, 0 for the host's
 *     retries
 * @param synRetries TCP_SYNCNT, 0 for the host's
 * @param deferAcceptSeconds TCP_DEFER_ACCEPT: how long a listener waits for data after the handshake's last ACK, 0 for not at
 *     all
 * @param fastOpen TCP_FASTOPEN and its kin
 * @param sendBufferBytes bytes that the send buffer takes; 0 lets it grow by the host's {@code wmem}
 * @param receiveBufferBytes greatest window to announce; 0 lets it grow by the host's {@code rmem}
 * @param maxSegmentBytes TCP_MAXSEG: bound of the MSS announced and used, 0 for none
 * @param notsentLowatBytes TCP_NOTSENT_LOWAT: so many bytes may be written and not yet sent, 0 for the host's
 * @param windowClampBytes TCP_WINDOW_CLAMP: bound of the window announced, 0 for none
 * @param receiveLowatBytes SO_RCVLOWAT: readable only when so many bytes are there, at least 1
 * @param oobInline SO_OOBINLINE: urgent data stays in the stream
 * @param mtuDiscover IP_MTU_DISCOVER
 * @param reuseAddress SO_REUSEADDR
 * @param v6Only IPV6_V6ONLY: a listener on {@code ::} takes no IPv4 connections
 * @param timeToLive TTL or hop limit of packets sent, 1 to 255
 * @param trafficClass TOS or traffic class of packets sent
 * @param congestionControl TCP_CONGESTION: a name of {@link TcpConfig#congestionControls()}, or empty for the host's
 * @param maxPacingBytesPerSecond SO_MAX_PACING_RATE: data leaves no faster; {@link Long#MAX_VALUE} for no bound
 * @param interfaceIndex SO_BINDTODEVICE, 0 for any interface
 */
public record TcpSettings(
        boolean noDelay,
        boolean cork,
        boolean keepAlive,
        int keepIdleSeconds,
        int keepIntervalSeconds,
        int keepCount,
        int lingerSeconds,
        int linger2Seconds,
        int userTimeoutMillis,
        int synRetries,
        int deferAcceptSeconds,
        FastOpenSettings fastOpen,
        int sendBufferBytes,
        int receiveBufferBytes,
        int maxSegmentBytes,
        int notsentLowatBytes,
        int windowClampBytes,
        int receiveLowatBytes,
        boolean oobInline,
        MtuDiscover mtuDiscover,
        boolean reuseAddress,
        boolean v6Only,
        int timeToLive,
        int trafficClass,
        String congestionControl,
        long maxPacingBytesPerSecond,
        int interfaceIndex) {

    /** What a fresh socket has. */
    public static final TcpSettings DEFAULT = new TcpSettings(
            false,
            false,
            false,
            0,
            0,
            0,
            -1,
            0,
            0,
            0,
            0,
            FastOpenSettings.NONE,
            0,
            0,
            0,
            0,
            0,
            1,
            false,
            MtuDiscover.WANT,
            false,
            false,
            64,
            0,
            "",
            Long.MAX_VALUE,
            0);

    /** The most that a window can hold (RFC 7323 §2.3). */
    private static final int MAX_BUFFER_BYTES = 1 << 30;

    public TcpSettings {
        if (deferAcceptSeconds < 0) {
            throw new IllegalArgumentException("want a time that is not negative");
        }
        if (keepIdleSeconds < 0 || keepIdleSeconds > 32767 || keepIntervalSeconds < 0 || keepIntervalSeconds > 32767) {
            throw new IllegalArgumentException("want keep-alive times within 0..32767 s");
        }
        if (keepCount < 0 || keepCount > 127 || synRetries < 0 || synRetries > 127) {
            throw new IllegalArgumentException("want counts within 0..127");
        }
        if (sendBufferBytes < 0
                || sendBufferBytes > MAX_BUFFER_BYTES
                || receiveBufferBytes < 0
                || receiveBufferBytes > MAX_BUFFER_BYTES) {
            throw new IllegalArgumentException("want buffers within 0..2^30 bytes");
        }
        if (maxSegmentBytes != 0 && (maxSegmentBytes < 88 || maxSegmentBytes > 32767)) {
            throw new IllegalArgumentException("want a maximum segment within 88..32767 bytes, or 0");
        }
        if (windowClampBytes < 0 || receiveLowatBytes < 1) {
            throw new IllegalArgumentException("want a clamp that is not negative and a low-water mark of at least 1");
        }
        if (timeToLive < 1 || timeToLive > 255 || trafficClass < 0 || trafficClass > 255) {
            throw new IllegalArgumentException("want a TTL within 1..255 and a traffic class within 0..255");
        }
        if (!congestionControl.isEmpty() && !CongestionControl.NAMES.contains(congestionControl)) {
            throw new IllegalArgumentException("no congestion control \"" + congestionControl + "\"");
        }
        if (maxPacingBytesPerSecond < 0) {
            throw new IllegalArgumentException("want a pacing rate that is not negative");
        }
        if (userTimeoutMillis < 0 || lingerSeconds < -1 || linger2Seconds < -1) {
            throw new IllegalArgumentException("want times that are not negative");
        }
    }

    /** The same with TCP_NODELAY set or not. */
    public TcpSettings withNoDelay(boolean on) {
        return change(Field.NO_DELAY, on ? 1 : 0);
    }

    /** The same with TCP_CORK set or not. */
    public TcpSettings withCork(boolean on) {
        return change(Field.CORK, on ? 1 : 0);
    }

    /** The same with SO_KEEPALIVE set or not. */
    public TcpSettings withKeepAlive(boolean on) {
        return change(Field.KEEP_ALIVE, on ? 1 : 0);
    }

    /** The same with another keep-alive schedule; 0 stands for the host's. */
    public TcpSettings withKeepAliveSchedule(int idleSeconds, int intervalSeconds, int count) {
        return change(Field.KEEP_IDLE, idleSeconds)
                .change(Field.KEEP_INTERVAL, intervalSeconds)
                .change(Field.KEEP_COUNT, count);
    }

    /** The same with SO_LINGER: -1 off, 0 resets on close. */
    public TcpSettings withLingerSeconds(int seconds) {
        return change(Field.LINGER, seconds);
    }

    /** The same with TCP_LINGER2. */
    public TcpSettings withLinger2Seconds(int seconds) {
        return change(Field.LINGER2, seconds);
    }

    /** The same with TCP_USER_TIMEOUT. */
    public TcpSettings withUserTimeoutMillis(int millis) {
        return change(Field.USER_TIMEOUT, millis);
    }

    /** The same with TCP_SYNCNT. */
    public TcpSettings withSynRetries(int retries) {
        return change(Field.SYN_RETRIES, retries);
    }

    /** The same with TCP_DEFER_ACCEPT; 0 is off. */
    public TcpSettings withDeferAcceptSeconds(int seconds) {
        return change(Field.DEFER_ACCEPT, seconds);
    }

    /** What getsockopt tells of TCP_DEFER_ACCEPT: the seconds until the SYN-ACK that covers the time is sent again. */
    public int deferAcceptCoveredSeconds(TcpConfig config) {
        return DeferAccept.seconds(DeferAccept.retries(deferAcceptSeconds, config), config);
    }

    /** The same with other options of Fast Open. */
    public TcpSettings withFastOpen(FastOpenSettings changed) {
        return change(Field.FAST_OPEN, 0, congestionControl, changed);
    }

    /** The same with a fixed send buffer. */
    public TcpSettings withSendBufferBytes(int bytes) {
        return change(Field.SEND_BUFFER, bytes);
    }

    /** The same with a fixed receive window. */
    public TcpSettings withReceiveBufferBytes(int bytes) {
        return change(Field.RECEIVE_BUFFER, bytes);
    }

    /** The same with TCP_MAXSEG. */
    public TcpSettings withMaxSegmentBytes(int bytes) {
        return change(Field.MAX_SEGMENT, bytes);
    }

    /** The same with TCP_NOTSENT_LOWAT; a negative number is as good as no bound. */
    public TcpSettings withNotsentLowatBytes(int bytes) {
        return change(Field.NOTSENT_LOWAT, bytes);
    }

    /** The same with TCP_WINDOW_CLAMP. */
    public TcpSettings withWindowClampBytes(int bytes) {
        return change(Field.WINDOW_CLAMP, bytes);
    }

    /** The same with SO_RCVLOWAT. */
    public TcpSettings withReceiveLowatBytes(int bytes) {
        return change(Field.RECEIVE_LOWAT, bytes);
    }

    /** The same with SO_OOBINLINE set or not. */
    public TcpSettings withOobInline(boolean on) {
        return change(Field.OOB_INLINE, on ? 1 : 0);
    }

    /** The same with IP_MTU_DISCOVER. */
    public TcpSettings withMtuDiscover(MtuDiscover how) {
        return change(Field.MTU_DISCOVER, how.ordinal());
    }

    /** The same with SO_REUSEADDR set or not. */
    public TcpSettings withReuseAddress(boolean on) {
        return change(Field.REUSE_ADDRESS, on ? 1 : 0);
    }

    /** The same with IPV6_V6ONLY set or not. */
    public TcpSettings withV6Only(boolean on) {
        return change(Field.V6_ONLY, on ? 1 : 0);
    }

    /** The same with another TTL or hop limit. */
    public TcpSettings withTimeToLive(int ttl) {
        return change(Field.TIME_TO_LIVE, ttl);
    }

    /** The same with another TOS or traffic class. */
    public TcpSettings withTrafficClass(int value) {
        return change(Field.TRAFFIC_CLASS, value);
    }

    /** The same under another congestion control; empty for the host's. */
    public TcpSettings withCongestionControl(String name) {
        return change(Field.CONGESTION_CONTROL, 0, name, fastOpen);
    }

    /** The same with another bound of the rate at which data leaves, in bytes per second. */
    public TcpSettings withMaxPacingRate(long bytesPerSecond) {
        return change(Field.MAX_PACING_RATE, bytesPerSecond, congestionControl, fastOpen);
    }

    /** The same, bound to an interface. */
    public TcpSettings withInterfaceIndex(int index) {
        return change(Field.INTERFACE, index);
    }

    private enum Field {
        NO_DELAY,
        CORK,
        KEEP_ALIVE,
        KEEP_IDLE,
        KEEP_INTERVAL,
        KEEP_COUNT,
        LINGER,
        LINGER2,
        USER_TIMEOUT,
        SYN_RETRIES,
        DEFER_ACCEPT,
        FAST_OPEN,
        SEND_BUFFER,
        RECEIVE_BUFFER,
        MAX_SEGMENT,
        NOTSENT_LOWAT,
        WINDOW_CLAMP,
        RECEIVE_LOWAT,
        OOB_INLINE,
        MTU_DISCOVER,
        REUSE_ADDRESS,
        V6_ONLY,
        TIME_TO_LIVE,
        TRAFFIC_CLASS,
        CONGESTION_CONTROL,
        MAX_PACING_RATE,
        INTERFACE
    }

    private TcpSettings change(Field field, int value) {
        return change(field, value, congestionControl, fastOpen);
    }

    private TcpSettings change(Field field, long number, String control, FastOpenSettings fast) {
        int value = (int) number;
        return new TcpSettings(
                field == Field.NO_DELAY ? value != 0 : noDelay,
                field == Field.CORK ? value != 0 : cork,
                field == Field.KEEP_ALIVE ? value != 0 : keepAlive,
                field == Field.KEEP_IDLE ? value : keepIdleSeconds,
                field == Field.KEEP_INTERVAL ? value : keepIntervalSeconds,
                field == Field.KEEP_COUNT ? value : keepCount,
                field == Field.LINGER ? value : lingerSeconds,
                field == Field.LINGER2 ? value : linger2Seconds,
                field == Field.USER_TIMEOUT ? value : userTimeoutMillis,
                field == Field.SYN_RETRIES ? value : synRetries,
                field == Field.DEFER_ACCEPT ? value : deferAcceptSeconds,
                fast,
                field == Field.SEND_BUFFER ? value : sendBufferBytes,
                field == Field.RECEIVE_BUFFER ? value : receiveBufferBytes,
                field == Field.MAX_SEGMENT ? value : maxSegmentBytes,
                field == Field.NOTSENT_LOWAT ? value : notsentLowatBytes,
                field == Field.WINDOW_CLAMP ? value : windowClampBytes,
                field == Field.RECEIVE_LOWAT ? value : receiveLowatBytes,
                field == Field.OOB_INLINE ? value != 0 : oobInline,
                field == Field.MTU_DISCOVER ? MtuDiscover.ALL[value] : mtuDiscover,
                field == Field.REUSE_ADDRESS ? value != 0 : reuseAddress,
                field == Field.V6_ONLY ? value != 0 : v6Only,
                field == Field.TIME_TO_LIVE ? value : timeToLive,
                field == Field.TRAFFIC_CLASS ? value : trafficClass,
                control,
                field == Field.MAX_PACING_RATE ? number : maxPacingBytesPerSecond,
                field == Field.INTERFACE ? value : interfaceIndex);
    }
}
