package dev.netrarium.stack.tcp;

import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Mib;
import org.jspecify.annotations.Nullable;

/**
 * What an ICMP error does to a connection (RFC 5461, RFC 1122 §4.2.3.9): it ends an attempt to open one, is remembered by
 * an open one, and a smaller path MTU is obeyed at once.
 */
final class IcmpErrors {
    private IcmpErrors() {}

    /** RFC 5927: whoever cannot name a number in flight has not seen the segment. */
    static boolean isInFlight(TcpConnection connection, int quotedSequence) {
        Sender sender = connection.sender;
        return connection.state != TcpState.CLOSED
                && quotedSequence - sender.unacknowledged >= 0
                && sender.next - quotedSequence >= 0;
    }

    /** An error quotes a segment of this connection that began at {@code quotedSequence}. */
    static void arrived(long now, TcpConnection connection, IcmpError report, int quotedSequence) {
        Sender sender = connection.sender;
        if (!isInFlight(connection, quotedSequence)) {
            connection.tcp.counters.add(Mib.TCP_OUT_OF_WINDOW_ICMPS);
            return;
        }
        if (report instanceof IcmpError.PacketTooBig) {
            connection.refreshPath();
            if (connection.settings().mtuDiscover().obeysRouters()) {
                SegmentSize.recompute(now, sender);
            } // else only what is sent from now on follows the path
            connection.schedule();
            return;
        }
        TcpError meaning = meaning(report, connection.isV4());
        if (meaning == null) {
            return;
        }
        if (isOutage(report, connection.isV4()) && quotedSequence == sender.unacknowledged) {
            RetransmissionTimeout.revert(now, connection);
        }
        if (connection.state == TcpState.SYN_SENT || connection.state == TcpState.SYN_RECEIVED) {
            connection.tcp.counters.add(Mib.TCP_ATTEMPT_FAILS);
            connection.fail(now, meaning, "an ICMP error came for the SYN");
        } else {
            connection.softError = meaning;
        }
    }

    /** The network has no way now, which is no sign of congestion (RFC 6069). */
    private static boolean isOutage(IcmpError error, boolean v4) {
        return error instanceof IcmpError.NetworkUnreachable || (v4 && error instanceof IcmpError.HostUnreachable);
    }

    /** As Linux maps it to an errno; null when it means nothing to a connection. */
    private static @Nullable TcpError meaning(IcmpError error, boolean v4) {
        return switch (error) {
            case IcmpError.NetworkUnreachable e -> TcpError.NETWORK_UNREACHABLE;
            case IcmpError.HostUnreachable e -> TcpError.HOST_UNREACHABLE;
            case IcmpError.ProtocolUnreachable e -> v4 ? TcpError.PROTOCOL_UNREACHABLE : TcpError.PROTOCOL_ERROR;
            case IcmpError.PortUnreachable e -> TcpError.CONNECTION_REFUSED;
            case IcmpError.AdministrativelyProhibited e -> v4 ? TcpError.HOST_UNREACHABLE : TcpError.PERMISSION_DENIED;
            case IcmpError.TimeToLiveExceeded e -> TcpError.HOST_UNREACHABLE;
            case IcmpError.SourceRouteFailed e -> TcpError.HOST_UNREACHABLE;
            case IcmpError.ParameterProblem e -> TcpError.PROTOCOL_ERROR;
            case IcmpError.PacketTooBig e -> null;
            case IcmpError.ReassemblyTimeExceeded e -> null;
        };
    }
}
