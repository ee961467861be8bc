package dev.netrarium.stack.tcp;

import dev.netrarium.stack.IcmpError;
import org.jspecify.annotations.Nullable;

/** What an ICMP error means to TCP (RFC 5461, RFC 1122 §4.2.3.9), as Linux maps it to an errno. */
final class IcmpMeaning {
    private IcmpMeaning() {}

    /** Null when it means nothing to a connection. */
    static @Nullable TcpError of(IcmpError error) {
        return switch (error) {
            case IcmpError.NetworkUnreachable e -> TcpError.NETWORK_UNREACHABLE;
            case IcmpError.HostUnreachable e -> TcpError.HOST_UNREACHABLE;
            case IcmpError.ProtocolUnreachable e -> TcpError.PROTOCOL_UNREACHABLE;
            case IcmpError.PortUnreachable e -> TcpError.CONNECTION_REFUSED;
            case IcmpError.AdministrativelyProhibited e -> TcpError.HOST_UNREACHABLE;
            case IcmpError.TimeToLiveExceeded e -> TcpError.HOST_UNREACHABLE;
            case IcmpError.SourceRouteFailed e -> TcpError.HOST_UNREACHABLE;
            case IcmpError.ParameterProblem e -> TcpError.PROTOCOL_ERROR;
            case IcmpError.PacketTooBig e -> null;
            case IcmpError.ReassemblyTimeExceeded e -> null;
        };
    }
}
