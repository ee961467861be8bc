package dev.netrarium.stack;

/** A port whose far end swallows everything; or is busy. */
final class Sink implements LinkPort {
    NetInterface of;
    long packets;
    long bytes;
    boolean busy;

    @Override
    public void attached(NetInterface to) {
        of = to;
    }

    @Override
    public boolean transmit(long now, Packet frame) {
        if (busy) {
            return false;
        }
        packets++;
        bytes += frame.length();
        frame.release();
        return true;
    }
}
