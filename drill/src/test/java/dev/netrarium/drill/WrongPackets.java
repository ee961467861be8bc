package dev.netrarium.drill;

import dev.netrarium.drill.system.SentPacket;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.TcpHeader;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Ways to make a host's TCP segments wrong, with checksums that are right again. */
final class WrongPackets {
    private static final int END_OF_LIST = 0;
    private static final int NO_OPERATION = 1;

    private WrongPackets() {}

    /** What is done to the TCP header at an offset. */
    interface Change {
        void to(byte[] packet, int at);
    }

    static UnaryOperator<SentPacket> changed(Change change) {
        return sent -> {
            byte[] b = sent.bytes().clone();
            boolean v4 = b[0] >> 4 == 4;
            int at = v4 ? Ipv4Header.BYTES : Ipv6Header.BYTES;
            int protocol = v4 ? Ipv4Header.protocol(b, 0) : Ipv6Header.nextHeader(b, 0);
            if (protocol != IpProtocol.TCP) {
                return sent;
            }
            change.to(b, at);
            TcpHeader.putChecksum(b, at, 0);
            int length = b.length - at;
            IpFamily family = v4 ? IpFamily.IPV4 : IpFamily.IPV6;
            long sum = Checksum.add(Checksum.pseudoHeader(family, b, 0, protocol, length), b, at, length);
            TcpHeader.putChecksum(b, at, Checksum.finish(sum));
            return new SentPacket(b, sent.nanos());
        };
    }

    static boolean hasData(byte[] b, int at) {
        return b.length > at + TcpHeader.headerBytes(b, at);
    }

    static boolean has(byte[] b, int at, int flags) {
        return (TcpHeader.flags(b, at) & flags) != 0;
    }

    static void flip(byte[] b, int at, int flag) {
        TcpHeader.putOffsetAndFlags(b, at, TcpHeader.headerBytes(b, at), TcpHeader.flags(b, at) ^ flag);
    }

    /** Puts no-operations in an option's place. */
    static Change without(int kind) {
        return (b, at) -> {
            int end = at + TcpHeader.headerBytes(b, at);
            int i = at + TcpHeader.BYTES;
            while (i < end && b[i] != END_OF_LIST) {
                int length = b[i] == NO_OPERATION ? 1 : b[i + 1] & 0xff;
                if (b[i] == kind) {
                    Arrays.fill(b, i, i + length, (byte) NO_OPERATION);
                }
                i += length;
            }
        };
    }
}
