package dev.netrarium.stack;

/** What an Ethernet interface hands frames of one EtherType to. */
public interface LinkProtocol {
    /**
     * Takes a frame's payload: the view begins after the Ethernet header, which still stands before it; padding is
     * still there. The protocol owns the packet now.
     */
    void receive(long now, Packet packet);
}
