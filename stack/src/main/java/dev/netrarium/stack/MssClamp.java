package dev.netrarium.stack;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.TcpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Lowers the MSS in the SYNs that a router forwards to what its own two links take, as routers before a tunnel or a PPPoE
 * line do for hosts that never hear of a smaller path MTU (iptables' {@code TCPMSS --clamp-mss-to-pmtu}). It never raises
 * one, and a SYN without the option stays as it is.
 */
public final class MssClamp implements Hook {
    /** Linux's priority of the mangle table. */
    private static final int PRIORITY = -150;

    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int MAXIMUM_SEGMENT_SIZE = 2;
    private static final int OPTION_BYTES = 4;

    private MssClamp() {}

    /** Makes a router clamp; {@link Hooks#remove} at {@link HookPoint#FORWARD} undoes it. */
    public static MssClamp on(Host router) {
        MssClamp clamp = new MssClamp();
        router.hooks().add(HookPoint.FORWARD, PRIORITY, clamp);
        return clamp;
    }

    @Override
    public Verdict filter(
            long now, HookPoint at, Packet packet, @Nullable NetInterface in, @Nullable NetInterface out) {
        if (in != null && out != null && isSyn(packet)) {
            int headers = (IpFields.isV4(packet) ? Ipv4Header.BYTES : Ipv6Header.BYTES) + TcpHeader.BYTES;
            clamp(packet, Math.min(in.mtuBytes(), out.mtuBytes()) - headers);
        }
        return Verdict.ACCEPT;
    }

    private static boolean isSyn(Packet packet) {
        byte[] b = packet.bytes;
        int network = packet.network;
        int transport = packet.transport;
        boolean isV4 = IpFields.isV4(packet);
        if (isV4
                ? Ipv4Header.protocol(b, network) != IpProtocol.TCP || Ipv4Header.fragmentOffsetBytes(b, network) != 0
                : transport != network + Ipv6Header.BYTES || Ipv6Header.nextHeader(b, network) != IpProtocol.TCP) {
            return false;
        }
        return transport > network
                && TcpHeader.isValid(b, transport, packet.end)
                && (TcpHeader.flags(b, transport) & TcpHeader.SYN) != 0;
    }

    private static void clamp(Packet packet, int most) {
        byte[] b = packet.bytes;
        int transport = packet.transport;
        int end = transport + TcpHeader.headerBytes(b, transport);
        int at = transport + TcpHeader.BYTES;
        while (at < end && b[at] != END) {
            int length = b[at] == NO_OPERATION ? 1 : at + 1 < end ? BigEndian.u8(b, at + 1) : 0;
            if (length == 0 || at + length > end || (length == 1 && b[at] != NO_OPERATION)) {
                return; // options that lie about their length
            }
            if (b[at] == MAXIMUM_SEGMENT_SIZE && length == OPTION_BYTES) {
                lower(packet, at + 2, most);
                return;
            }
            at += length;
        }
    }

    private static void lower(Packet packet, int at, int most) {
        byte[] b = packet.bytes;
        int old = BigEndian.u16(b, at);
        if (old <= most || most <= 0) {
            return;
        }
        BigEndian.put16(b, at, most);
        if (packet.checksum == Packet.ChecksumState.PARTIAL) {
            return; // the options are not summed yet
        }
        boolean odd = ((at - packet.transport) & 1) != 0;
        int sum = Checksum.update16(
                TcpHeader.checksum(b, packet.transport), odd ? swapped(old) : old, odd ? swapped(most) : most);
        TcpHeader.putChecksum(b, packet.transport, sum);
    }

    /** As a word at an odd place adds to a checksum. */
    private static int swapped(int word) {
        return (word & 0xff) << 8 | word >>> 8;
    }
}
