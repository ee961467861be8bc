package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/**
 * The end of a point-to-point interface in a program's hands: raw IP packets as {@code byte[]}, no Ethernet, no root.
 * For VPNs, tun2socks and tests.
 *
 * <p>{@code var port = new PacketPort(512); host.addPointToPoint("tun0", 1500, port);} then {@link #offer} what came in
 * and {@link #take} what the host sends. Readable while packets wait. Called with the baton held.
 */
public final class PacketPort extends Readiness implements LinkPort {
    /**
     * @param limitPackets packets that may wait for the program; beyond, the interface's own queue fills
     */
    public PacketPort(int limitPackets) {}

    /**
     * Gives the host an IP packet, as if it came from a wire. The host must be run afterwards.
     *
     * @return false when the port serves no interface yet, or the packet cannot be one (empty, or over 65,575 bytes)
     */
    public boolean offer(long now, byte[] ipPacket, int at, int length) {
        throw new UnsupportedOperationException();
    }

    /** The next packet that the host sends, or null when there is none. */
    public byte @Nullable [] take(long now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean transmit(long now, Packet packet) {
        throw new UnsupportedOperationException();
    }
}
