package dev.netrarium.stack;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The end of a point-to-point interface in a program's hands: raw IP packets as {@code byte[]}, no Ethernet, no root.
 * For VPNs, tun2socks and tests.
 *
 * <p>{@code var port = new PacketPort(512); host.addPointToPoint("tun0", 1500, port);} then {@link #offer} what came in
 * and {@link #take} what the host sends. Readable while packets wait. Called with the baton held.
 */
public final class PacketPort extends Readiness implements LinkPort {
    private static final int MOST_PACKET_BYTES = 65_575;

    private final int limitPackets;
    private final ArrayDeque<byte[]> packets;
    private @Nullable NetInterface on;
    private boolean refused;

    /**
     * @param limitPackets packets that may wait for the program, at least 1; beyond, the interface's own queue fills
     */
    public PacketPort(int limitPackets) {
        if (limitPackets < 1) {
            throw new IllegalArgumentException("a port holds at least one packet: " + limitPackets);
        }
        this.limitPackets = limitPackets;
        this.packets = new ArrayDeque<>(Math.min(limitPackets, 64));
        set(WRITABLE);
    }

    /**
     * Gives the host an IP packet, as if it came from a wire. The host must be run afterwards.
     *
     * @return false when the port serves no interface yet, or the packet cannot be one (empty, or over 65,575 bytes)
     */
    public boolean offer(long now, byte[] ipPacket, int at, int length) {
        NetInterface to = on;
        if (to == null || length < 1 || length > MOST_PACKET_BYTES) {
            return false;
        }
        Packet packet = to.host().packets().take(Packet.HEADROOM, length);
        System.arraycopy(ipPacket, at, packet.bytes, packet.start, length);
        to.receive(now, packet);
        return true;
    }

    /** The next packet that the host sends, or null when there is none. */
    public byte @Nullable [] take(long now) {
        byte[] next = packets.poll();
        if (next != null && packets.isEmpty()) {
            set(bits() & ~READABLE);
        }
        NetInterface from = on;
        if (refused && from != null) {
            refused = false;
            from.portReady(now);
        }
        return next;
    }

    @Override
    public void attached(NetInterface to) {
        on = to;
    }

    @Override
    public boolean transmit(long now, Packet packet) {
        if (packets.size() >= limitPackets) {
            refused = true;
            return false;
        }
        byte[] copy = new byte[packet.length()];
        System.arraycopy(packet.bytes, packet.start, copy, 0, copy.length);
        packet.release();
        packets.add(copy);
        set(bits() | READABLE);
        signal(READABLE);
        return true;
    }
}
