package dev.netrarium.cli.tools;

import dev.netrarium.stack.IcmpError;
import dev.netrarium.wire.IpFamily;

/** ICMP errors in the words and marks of the tools that print them. */
final class IcmpWords {
    private IcmpWords() {}

    /** As ping says it. */
    static String ofPing(IcmpError error) {
        boolean isV4 = error.reporter().family() == IpFamily.IPV4;
        return switch (error) {
            case IcmpError.NetworkUnreachable _ ->
                isV4 ? "Destination Net Unreachable" : "Destination unreachable: No route";
            case IcmpError.HostUnreachable _ ->
                isV4 ? "Destination Host Unreachable" : "Destination unreachable: Address unreachable";
            case IcmpError.ProtocolUnreachable _ ->
                isV4 ? "Destination Protocol Unreachable" : "Parameter problem: Unknown header";
            case IcmpError.PortUnreachable _ ->
                isV4 ? "Destination Port Unreachable" : "Destination unreachable: Port unreachable";
            case IcmpError.PacketTooBig big ->
                isV4
                        ? "Frag needed and DF set (mtu = " + big.mtuBytes() + ")"
                        : "Packet too big: mtu=" + big.mtuBytes();
            case IcmpError.SourceRouteFailed _ -> "Source Route Failed";
            case IcmpError.AdministrativelyProhibited _ ->
                isV4 ? "Packet filtered" : "Destination unreachable: Administratively prohibited";
            case IcmpError.TimeToLiveExceeded _ -> isV4 ? "Time to live exceeded" : "Time exceeded: Hop limit";
            case IcmpError.ReassemblyTimeExceeded _ ->
                isV4 ? "Frag reassembly time exceeded" : "Time exceeded: Defragmentation failure";
            case IcmpError.ParameterProblem problem -> "Parameter problem: pointer = " + problem.pointer();
        };
    }

    /** What traceroute puts behind the time: {@code !H} …, or nothing for the errors that it hopes for. */
    static String ofTraceroute(IcmpError error) {
        return switch (error) {
            case IcmpError.TimeToLiveExceeded _, IcmpError.PortUnreachable _ -> "";
            case IcmpError.NetworkUnreachable _ -> " !N";
            case IcmpError.HostUnreachable _ -> " !H";
            case IcmpError.ProtocolUnreachable _ -> " !P";
            case IcmpError.PacketTooBig big -> " !F-" + big.mtuBytes();
            case IcmpError.SourceRouteFailed _ -> " !S";
            case IcmpError.AdministrativelyProhibited _ -> " !X";
            case IcmpError.ReassemblyTimeExceeded _ -> " !R";
            case IcmpError.ParameterProblem _ -> " !E";
        };
    }
}
