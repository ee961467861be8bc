package dev.netrarium.stack.tcp;

/**
 * What {@code getsockopt(TCP_INFO)} tells of a connection, by Linux's names and units: counts of segments, microseconds
 * for round-trip times, milliseconds for the {@code last} ones.
 *
 * @param state the state
 * @param caState 0 Open, 1 Disorder, 2 CWR, 3 Recovery, 4 Loss
 * @param retransmits consecutive time-outs without progress
 * @param probes unanswered window or keep-alive probes
 * @param backoff how often the time-out has doubled
 * @param options bits: 1 timestamps, 2 SACK, 4 window scale, 8 ECN, 16 ECN marks seen, 32 the data of the SYN was taken,
 *     128 opened by a Fast Open cookie
 * @param sendWindowScale shift of the peer's window field
 * @param receiveWindowScale shift of our window field
 * @param rtoMicros retransmission time-out
 * @param atoMicros predicted time between two arrivals, for delayed ACKs
 * @param sendMssBytes payload of a full segment sent
 * @param receiveMssBytes estimated payload of the peer's full segments
 * @param unacked segments in flight
 * @param sacked of these, known to have arrived
 * @param lost of these, held lost
 * @param retransmitted of these, sent again
 * @param lastDataSentMillis since data was last sent
 * @param lastDataReceivedMillis since data last came
 * @param lastAckReceivedMillis since an ACK last came
 * @param pathMtuBytes path MTU
 * @param receiveSsthreshBytes bound of the window that is announced
 * @param rttMicros smoothed round-trip time
 * @param rttVarianceMicros its mean deviation
 * @param sendSsthresh slow-start threshold in segments, 0x7fffffff for none
 * @param sendCwnd congestion window in segments
 * @param advertisedMssBytes payload of the full segments that we let the peer send: the MSS that we announced, less the
 *     timestamps
 * @param reordering by how many segments the path is known to reorder
 * @param totalRetransmits segments sent again since the beginning
 * @param bytesAcked bytes that the peer acknowledged
 * @param bytesReceived bytes received in order
 * @param segmentsOut segments sent
 * @param segmentsIn segments received
 * @param notSentBytes bytes in the send buffer not yet sent
 * @param minRttMicros least round-trip time seen, 0 for none
 * @param dataSegmentsOut segments with payload sent
 * @param dataSegmentsIn segments with payload received
 * @param delivered segments known to have been delivered
 * @param deliveredCe of these, acknowledged with the news that a router marked something (RFC 3168)
 * @param sendWindowBytes the peer's window
 * @param receiveWindowBytes our window
 * @param dsackDuplicates segments that came twice by the peer's account
 * @param reorderingSeen how often the path was seen to reorder
 * @param receiveRttMicros round-trip time as the receiving side sees it, 0 for none
 * @param receiveSpaceBytes what the program read in the last such round trip, for sizing the receive buffer
 * @param pacingRate bytes per second at which segments leave, or would; all ones (-1) for no limit
 * @param maxPacingRate bytes per second that the program allows; all ones (-1) for no limit
 * @param deliveryRate bytes per second that the path delivered lately, 0 for none measured
 * @param deliveryRateAppLimited the delivery rate was measured while the program had not enough to send
 * @param busyMicros time with something to send or to be acknowledged
 * @param receiveWindowLimitedMicros of this, while the peer's window held sending back
 * @param sendBufferLimitedMicros of this, while the send buffer was too small for the program
 * @param bytesSent payload sent, what was sent again included
 * @param bytesRetransmitted payload sent again
 * @param outOfOrderSegments segments received beyond a gap
 * @param totalRto time-outs since the beginning
 * @param totalRtoRecoveries how many of these were the first of a row
 * @param totalRtoMillis time spent in repairing what had timed out
 * @param congestionControl the controller's name; not a field of {@code tcp_info}, but {@code ss} shows it beside
 */
public record TcpInfo(
        TcpState state,
        int caState,
        int retransmits,
        int probes,
        int backoff,
        int options,
        int sendWindowScale,
        int receiveWindowScale,
        long rtoMicros,
        long atoMicros,
        int sendMssBytes,
        int receiveMssBytes,
        int unacked,
        int sacked,
        int lost,
        int retransmitted,
        long lastDataSentMillis,
        long lastDataReceivedMillis,
        long lastAckReceivedMillis,
        int pathMtuBytes,
        int receiveSsthreshBytes,
        long rttMicros,
        long rttVarianceMicros,
        int sendSsthresh,
        int sendCwnd,
        int advertisedMssBytes,
        int reordering,
        int totalRetransmits,
        long bytesAcked,
        long bytesReceived,
        long segmentsOut,
        long segmentsIn,
        int notSentBytes,
        long minRttMicros,
        long dataSegmentsOut,
        long dataSegmentsIn,
        long delivered,
        long deliveredCe,
        int sendWindowBytes,
        int receiveWindowBytes,
        int dsackDuplicates,
        int reorderingSeen,
        long receiveRttMicros,
        int receiveSpaceBytes,
        long pacingRate,
        long maxPacingRate,
        long deliveryRate,
        boolean deliveryRateAppLimited,
        long busyMicros,
        long receiveWindowLimitedMicros,
        long sendBufferLimitedMicros,
        long bytesSent,
        long bytesRetransmitted,
        long outOfOrderSegments,
        int totalRto,
        int totalRtoRecoveries,
        long totalRtoMillis,
        String congestionControl) {
    /** A rate without limit. */
    public static final long UNLIMITED_RATE = -1;

    /** Bit of {@link #options}. */
    public static final int TIMESTAMPS = 1;
    /** Bit of {@link #options}. */
    public static final int SACK = 2;
    /** Bit of {@link #options}. */
    public static final int WINDOW_SCALE = 4;
    /** Bit of {@link #options}: congestion is told by marks (RFC 3168). */
    public static final int ECN = 8;
    /** Bit of {@link #options}: a packet came that may be, or is, marked. */
    public static final int ECN_SEEN = 16;
    /** Bit of {@link #options}: the data of the SYN was taken. */
    public static final int SYN_DATA = 32;
    /** Bit of {@link #options}: a SYN's Fast Open cookie opened it. */
    public static final int FAST_OPEN_CHILD = 128;
}
