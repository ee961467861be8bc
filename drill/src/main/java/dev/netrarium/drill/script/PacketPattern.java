package dev.netrarium.drill.script;

import dev.netrarium.wire.TcpOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A packet as a script writes it. What is null is not written: for packets in a default, for packets out unchecked. */
public sealed interface PacketPattern {
    IpFields ip();

    @Nullable Ports ports();

    /**
     * What stands in brackets before the packet.
     *
     * @param ecn null where none is written
     * @param tos the whole byte, null where none is written
     * @param flowLabel null where none is written
     * @param timeToLive null where none is written
     * @param encapsulation an outer header as written, null for none
     */
    record IpFields(
            @Nullable Ecn ecn,
            @Nullable Integer tos,
            @Nullable Integer flowLabel,
            @Nullable Integer timeToLive,
            @Nullable String encapsulation) {
        public static final IpFields NONE = new IpFields(null, null, null, null, null);
    }

    /** The two ECN bits of RFC 3168. */
    enum Ecn {
        NO_ECN(0),
        ECT0(2),
        ECT1(1),
        CE(3),
        /** Either of the two marks of an ECN-capable sender; only of packets out. */
        ECT01(-1);

        private final int bits;

        Ecn(int bits) {
            this.bits = bits;
        }

        /** -1 for {@link #ECT01}. */
        public int bits() {
            return bits;
        }
    }

    record Ports(int source, int destination) {}

    /** Sequence numbers as scripts count them: relative to the first, but for SYNs. */
    record Range(long start, long end, int length) {}

    /**
     * A TCP segment.
     *
     * @param flags the bits of the header
     * @param ace the counter of accurate ECN that stands in place of the flags E, W and A, or -1
     * @param options null for {@code <...>}: any
     */
    record Tcp(
            IpFields ip,
            @Nullable Ports ports,
            int flags,
            int ace,
            Range range,
            @Nullable Long acknowledgment,
            @Nullable Integer window,
            @Nullable Integer urgent,
            @Nullable List<TcpOption> options)
            implements PacketPattern {}

    record Udp(IpFields ip, @Nullable Ports ports, int length) implements PacketPattern {}

    /**
     * An ICMP or ICMPv6 message about a packet of the host.
     *
     * @param code a name or a number, null for 0
     * @param quoted what it quotes
     */
    record Icmp(
            IpFields ip,
            String type,
            @Nullable String code,
            @Nullable Long mtu,
            @Nullable Integer id,
            Quoted quoted) implements PacketPattern {
        @Override
        public @Nullable Ports ports() {
            return null;
        }
    }

    /** The packet that an ICMP message is about. */
    sealed interface Quoted {
        record Nothing() implements Quoted {}

        record Segment(Range range) implements Quoted {}

        record Datagram(int length) implements Quoted {}

        record Raw(int length) implements Quoted {}
    }
}
