package dev.netrarium.world;

import dev.netrarium.stack.Packet;
import dev.netrarium.wire.EthernetHeader;
import java.util.ArrayList;
import java.util.List;

/**
 * A transparent learning bridge (IEEE 802.1D §7): it learns where source addresses live, sends a frame where its
 * destination lives, floods it when it does not know or the destination is a group, and filters it when it would go back.
 * Frames are forwarded as they are.
 */
final class Switch {
    /** 01:80:c2:00:00:00 to 0f are for bridges themselves and are never forwarded (802.1D §7.12.6). */
    private static final long RESERVED_GROUPS = 0x0180_c200_0000L;

    private final Lan lan;
    private final Observation observation;
    private final MacTable table = new MacTable();
    private final List<SwitchPort> ports = new ArrayList<>();

    Switch(Lan lan, Observation observation) {
        this.lan = lan;
        this.observation = observation;
    }

    SwitchPort addPort() {
        SwitchPort port = new SwitchPort(this, ports.size());
        ports.add(port);
        return port;
    }

    /** How many ports there are. */
    int ports() {
        return ports.size();
    }

    MacTable table() {
        return table;
    }

    void forward(long now, int from, Packet frame) {
        if (frame.length() < EthernetHeader.BYTES) {
            frame.release();
            return;
        }
        long destination = EthernetHeader.destination(frame.bytes, frame.start);
        table.learn(now, EthernetHeader.source(frame.bytes, frame.start), from);
        if ((destination & ~0xfL) == RESERVED_GROUPS) {
            filter(now, frame);
            return;
        }
        boolean group = (destination & 0x0100_0000_0000L) != 0;
        int to = group ? -1 : table.portOf(now, destination);
        if (to == from) {
            filter(now, frame);
        } else if (to >= 0) {
            ports.get(to).transmit(now, frame);
        } else {
            flood(now, from, frame);
        }
    }

    private void flood(long now, int from, Packet frame) {
        int last = ports.size() - 1;
        if (last == from) {
            last--;
        }
        for (int i = 0; i < last; i++) {
            if (i != from) {
                ports.get(i).transmit(now, frame.copy());
            }
        }
        if (last < 0) {
            filter(now, frame); // nobody else is plugged in
        } else {
            ports.get(last).transmit(now, frame);
        }
    }

    private void filter(long now, Packet frame) {
        observation.filtered(now, lan, frame);
        frame.release();
    }
}
