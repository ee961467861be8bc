package dev.netrarium.bench;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.LinkPort;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.rig.Rig;
import dev.netrarium.stack.rig.RigEnd;
import dev.netrarium.stack.rig.Side;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.MacAddress;

/**
 * A whole {@link Host} on the rig, behind an Ethernet interface whose port holds as many frames as the ring of a network
 * card: what is more waits in the host's queue, and the sender is told when there is room.
 */
final class HostEnd implements RigEnd {
    /** The least IP packet that every link takes, and Ethernet's. */
    static final int MTU_BYTES = 1500;

    /** What the rig's link must let through for it. */
    static final int FRAME_BYTES = MTU_BYTES + EthernetHeader.BYTES;

    /** The same where super-segments go through. */
    static final int SUPER_FRAME_BYTES = 65_535 + EthernetHeader.BYTES;

    private final Host host;
    private final NetInterface ethernet;
    private final Ring ring;

    /**
     * @param superSegments the port takes super-segments, and packets without a checksum
     */
    HostEnd(Rig rig, Side side, String name, boolean superSegments, MacAddress mac, InterfaceAddress... addresses) {
        host = new Host(name, rig.seed(), rig.pool());
        ring = new Ring(side, superSegments);
        ethernet = host.addEthernet("eth0", mac, MTU_BYTES, ring);
        for (InterfaceAddress address : addresses) {
            ethernet.add(rig.now(), address);
        }
        side.attach(this);
    }

    Host host() {
        return host;
    }

    @Override
    public void receive(long now, Packet frame) {
        ethernet.receive(now, frame);
    }

    @Override
    public void run(long now) {
        host.run(now);
        while (ring.hasRoomAgain()) {
            ethernet.portReady(now);
            host.run(now);
        }
    }

    @Override
    public long nextTimeout() {
        return host.nextTimeout();
    }

    @Override
    public void onTimeout(long now) {
        host.onTimeout(now);
    }

    private static final class Ring implements LinkPort {
        private static final int FRAMES = 64;

        private final Side side;
        private final boolean superSegments;
        private boolean refused;

        Ring(Side side, boolean superSegments) {
            this.side = side;
            this.superSegments = superSegments;
        }

        @Override
        public boolean takesSuperSegments() {
            return superSegments;
        }

        @Override
        public boolean transmit(long now, Packet frame) {
            if (side.travelling() >= FRAMES) {
                refused = true;
                return false;
            }
            return side.transmit(now, frame);
        }

        /** True once after a refusal, when half of the ring is free. */
        boolean hasRoomAgain() {
            boolean room = refused && side.travelling() <= FRAMES / 2;
            if (room) {
                refused = false;
            }
            return room;
        }
    }
}
