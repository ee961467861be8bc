package dev.netrarium.stack.udp;

import dev.netrarium.stack.Errno;
import dev.netrarium.stack.IcmpError;

/** What an ICMP error means to a UDP socket, as Linux's {@code icmp_err_convert} has it. */
final class IcmpMeaning {
    private IcmpMeaning() {}

    static Errno of(IcmpError error) {
        return switch (error) {
            case IcmpError.NetworkUnreachable e -> Errno.ENETUNREACH;
            case IcmpError.HostUnreachable e -> Errno.EHOSTUNREACH;
            case IcmpError.ProtocolUnreachable e -> Errno.ENOPROTOOPT;
            case IcmpError.PortUnreachable e -> Errno.ECONNREFUSED;
            case IcmpError.PacketTooBig e -> Errno.EMSGSIZE;
            case IcmpError.SourceRouteFailed e -> Errno.EOPNOTSUPP;
            case IcmpError.AdministrativelyProhibited e ->
                e.reporter().family() == dev.netrarium.wire.IpFamily.IPV4 ? Errno.EHOSTUNREACH : Errno.EACCES;
            case IcmpError.TimeToLiveExceeded e -> Errno.EHOSTUNREACH;
            case IcmpError.ReassemblyTimeExceeded e -> Errno.EHOSTUNREACH;
            case IcmpError.ParameterProblem e -> Errno.EPROTO;
        };
    }

    /** True for errors that a connected endpoint reports unasked; the others may pass. */
    static boolean isHard(IcmpError error) {
        return switch (error) {
            case IcmpError.ProtocolUnreachable e -> true;
            case IcmpError.PortUnreachable e -> true;
            case IcmpError.PacketTooBig e -> true;
            case IcmpError.AdministrativelyProhibited e -> true;
            case IcmpError.ParameterProblem e -> true;
            case IcmpError.NetworkUnreachable e -> false;
            case IcmpError.HostUnreachable e -> false;
            case IcmpError.SourceRouteFailed e -> false;
            case IcmpError.TimeToLiveExceeded e -> false;
            case IcmpError.ReassemblyTimeExceeded e -> false;
        };
    }
}
