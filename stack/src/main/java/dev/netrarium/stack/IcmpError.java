package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;

/**
 * What an ICMP or ICMPv6 error says, both families alike.
 *
 * <p>Sources: RFC 792, RFC 1122 §3.2.2, RFC 1812 §5.2.7, RFC 4443.
 */
public sealed interface IcmpError {
    /** Who sent it. */
    IpAddress reporter();

    record NetworkUnreachable(IpAddress reporter) implements IcmpError {}

    record HostUnreachable(IpAddress reporter) implements IcmpError {}

    record ProtocolUnreachable(IpAddress reporter) implements IcmpError {}

    record PortUnreachable(IpAddress reporter) implements IcmpError {}

    /** A router could not forward without fragmenting (RFC 1191, RFC 8201); 0 when an old router gave no figure. */
    record PacketTooBig(IpAddress reporter, int mtuBytes) implements IcmpError {}

    record SourceRouteFailed(IpAddress reporter) implements IcmpError {}

    /** A filter forbids it (type 3 codes 9, 10, 13; ICMPv6 type 1 codes 1, 5, 6). */
    record AdministrativelyProhibited(IpAddress reporter) implements IcmpError {}

    record TimeToLiveExceeded(IpAddress reporter) implements IcmpError {}

    record ReassemblyTimeExceeded(IpAddress reporter) implements IcmpError {}

    record ParameterProblem(IpAddress reporter, int pointer) implements IcmpError {}
}
