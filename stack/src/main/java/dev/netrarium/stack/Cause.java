package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;

/** Why a packet was sent. Made only while somebody traces; carried by the packet through forwarding and copying. */
public sealed interface Cause {
    /** A program asked for it: {@code connect}, {@code send}, {@code close} … */
    record Command(String verb) implements Cause {}

    /** Owed to a packet that came in: an ACK, an echo reply, a reset, an ICMP error. */
    record Answer(long packetId, String why) implements Cause {}

    /** A timer ran out: {@code retransmission}, {@code delayed ACK}, {@code persist} … */
    record Expired(String timer) implements Cause {}

    /** Sent again, and why: {@code time-out}, {@code 3 duplicate ACKs} … */
    record Retransmission(String why, int attempt) implements Cause {}

    /** Passed on from one interface to another. */
    record Forwarded(long packetId) implements Cause {}

    /** The link address of {@code nextHop} was needed before packet {@code packetId} could leave. */
    record Resolution(IpAddress nextHop, long packetId) implements Cause {}

    /** One sentence for people. */
    default String sentence() {
        return switch (this) {
            case Command c -> "the program called " + c.verb();
            case Answer a -> a.why() + " (packet #" + a.packetId() + ")";
            case Expired e -> "the " + e.timer() + " timer ran out";
            case Retransmission r -> "sent again (" + r.why() + ", attempt " + r.attempt() + ")";
            case Forwarded f -> "forwarded packet #" + f.packetId();
            case Resolution r -> "the link address of " + r.nextHop() + " was needed";
        };
    }
}
