package dev.netrarium.stack;

/** What the network layer hands packets to, registered by IP protocol number. */
public interface TransportProtocol {
    /**
     * Takes a packet for this host: {@link Packet#network} and {@link Packet#transport} are set, {@link Packet#end} is
     * where the IP payload ends, the IP header is valid and reassembled; the transport's own header and checksum are
     * unchecked unless {@link Packet#checksum} says otherwise. The protocol owns the packet now.
     */
    void receive(long now, Packet packet);

    /**
     * Whether what an ICMP error quotes can be a packet that is on its way (RFC 5927): only then a path MTU is believed.
     *
     * @param quoted as for {@link #icmpError}
     */
    default boolean isOnItsWay(Packet quoted) {
        return true;
    }

    /**
     * An ICMP error came about a packet that this host seems to have sent.
     *
     * @param quoted the quoted packet's view in {@code packet}: {@code packet.network} and {@code packet.transport}
     *     are the offsets of the <em>quoted</em> headers; at least 8 transport bytes are there. Not owned: the network
     *     layer releases it afterwards
     */
    void icmpError(long now, IcmpError error, Packet quoted);
}
