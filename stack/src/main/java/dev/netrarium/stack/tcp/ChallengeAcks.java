package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;

/**
 * ACKs that answer what a blind attacker might have sent (RFC 5961), at a limited rate: per connection one in
 * {@code tcp_invalid_ratelimit}, per host {@code tcp_challenge_ack_limit} a second.
 */
final class ChallengeAcks {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Tcp tcp;
    private long second = -1;
    private int sentInSecond;

    ChallengeAcks(Tcp tcp) {
        this.tcp = tcp;
    }

    /** A challenge ACK: the peer, if it is the peer, will say what it knows. */
    void send(long now, TcpConnection connection, String why) {
        if (!isAllowedBy(now, connection) || !isAllowedByHost(now)) {
            return;
        }
        tcp.counters.add(Mib.TCP_CHALLENGE_ACKS);
        connection.owedToPacket(connection.owedPacket(), why);
        tcp.output.acknowledgment(now, connection);
    }

    /** The ACK that answers a segment outside the window. */
    void answerUnacceptable(long now, TcpConnection connection) {
        if (isAllowedBy(now, connection)) {
            tcp.output.acknowledgment(now, connection);
        }
    }

    /** The SYN of what Fast Open opened came again. */
    void repeatSynAck(long now, TcpConnection connection) {
        if (isAllowedBy(now, connection)) {
            connection.owedToPacket(connection.owedPacket(), "answers a SYN that came again");
            tcp.output.synAck(now, connection);
        }
    }

    private boolean isAllowedBy(long now, TcpConnection connection) {
        long gap = tcp.config().invalidRatelimitMillis() * 1_000_000L;
        if (connection.lastChallengeNanos != 0 && now - connection.lastChallengeNanos < gap) {
            return false;
        }
        connection.lastChallengeNanos = Math.max(now, 1);
        return true;
    }

    private boolean isAllowedByHost(long now) {
        long current = now / NANOS_PER_SECOND;
        if (current != second) {
            second = current;
            sentInSecond = 0;
        }
        return sentInSecond++ < tcp.config().challengeAckLimit();
    }
}
