package dev.netrarium.stack;

import dev.netrarium.wire.EthernetHeader;
import org.jspecify.annotations.Nullable;

/**
 * The last step out of a host: what is complete goes to the port, waits in the queue discipline while the port is busy,
 * and is refused when that is full. Tells each packet's {@link Packet.Sender} when it is no longer here.
 */
final class EgressQueue {
    private static final int LEAST_FRAME_BYTES = EthernetHeader.BYTES + EthernetHeader.MINIMUM_PAYLOAD_BYTES;

    private final NetInterface on;
    private final Host host;
    private final LinkPort port;
    private QueueDiscipline discipline = new Pfifo(NetInterface.QUEUE_PACKETS);

    /** What the port was too busy for; the next to go. */
    private @Nullable Packet held;

    /** Made when something first waits for its time. */
    private @Nullable Wake wake;

    long sentPackets;
    long sentBytes;

    EgressQueue(NetInterface on, Host host, LinkPort port) {
        this.on = on;
        this.host = host;
        this.port = port;
    }

    QueueDiscipline discipline() {
        return discipline;
    }

    /** What waits in the old discipline moves to the new one, and is dropped where it does not fit. */
    void discipline(long now, QueueDiscipline other) {
        QueueDiscipline before = discipline;
        discipline = other;
        other.dropsGoTo(this::drop);
        for (Packet p = take(now, before); p != null; p = take(now, before)) {
            if (!other.enqueue(now, p)) {
                drop(now, DropReason.EGRESS_QUEUE_FULL, p);
            }
        }
        if (held == null) {
            drain(now);
        }
    }

    /** Takes a frame, or an IP packet on a link without headers. */
    Transmit send(long now, Packet packet) {
        if (!on.isUp()) {
            drop(now, DropReason.LINK_DOWN, packet);
            return Transmit.UNREACHABLE;
        }
        if (!port.takesSuperSegments()) {
            if (packet.gsoSize != 0) {
                return SuperSegment.cut(now, packet, this);
            }
            if (packet.checksum == Packet.ChecksumState.PARTIAL) {
                PartialChecksum.complete(packet);
            }
        }
        if (on.hasHeaders() && packet.length() < LEAST_FRAME_BYTES) {
            pad(packet);
        }
        if (held == null && discipline.packets() == 0 && discipline.isPassedBy(now, packet)) {
            return offer(now, packet) ? Transmit.SENT : Transmit.QUEUED;
        }
        if (discipline.enqueue(now, packet)) {
            if (held == null) {
                drain(now); // what waits may be held back, and the port be free
            }
            return Transmit.QUEUED;
        }
        drop(now, DropReason.EGRESS_QUEUE_FULL, packet);
        return Transmit.REFUSED;
    }

    /** The port can take packets again. */
    void portReady(long now) {
        Packet first = held;
        if (first != null) {
            held = null;
            if (!handOver(now, first)) {
                return;
            }
        }
        drain(now);
    }

    /** Sends what may leave, until the port is busy; when there is more for a later time, wakes up then. */
    private void drain(long now) {
        for (Packet p = discipline.dequeue(now); p != null; p = discipline.dequeue(now)) {
            if (!offer(now, p)) {
                return;
            }
        }
        long ready = discipline.nextReadyNanos(now);
        if (ready != Timer.NEVER) {
            wakeAt(ready);
        }
    }

    private void wakeAt(long when) {
        Wake armed = wake;
        if (armed == null) {
            armed = new Wake();
            wake = armed;
        }
        host.timers().arm(armed, when);
    }

    /** A packet that was held back has its time. */
    private final class Wake extends Timer {
        @Override
        protected void fire(long now) {
            if (held == null) {
                drain(now);
            }
        }
    }

    /** Drops all that waits: the interface has gone down. */
    void flush(long now) {
        Packet first = held;
        held = null;
        if (first != null) {
            drop(now, DropReason.LINK_DOWN, first);
        }
        for (Packet p = take(now, discipline); p != null; p = take(now, discipline)) {
            drop(now, DropReason.LINK_DOWN, p);
        }
    }

    void drop(long now, DropReason reason, Packet packet) {
        on.sendDrops++;
        host.drop(now, reason, packet);
    }

    /** What waits, whether or not its time has come; null when nothing does. */
    private static @Nullable Packet take(long now, QueueDiscipline from) {
        Packet first = from.packets() == 0 ? null : from.dequeue(Math.max(now, from.nextReadyNanos(now)));
        if (first == null && from.packets() > 0) {
            first = from.dequeue(from.nextReadyNanos(now)); // the first look told only who must wait, and until when
        }
        return first;
    }

    private boolean offer(long now, Packet packet) {
        on.tapOutgoing(now, packet);
        return handOver(now, packet);
    }

    /** False when the port is busy: the packet is held then. */
    private boolean handOver(long now, Packet packet) {
        Packet.Sender sender = packet.sender;
        int bytes = packet.length();
        packet.leaveHost(port.takesSuperSegments() || on.isLoopback());
        if (port.transmit(now, packet)) {
            sentPackets++;
            sentBytes += bytes;
            if (sender != null) {
                sender.departed(now, bytes);
            }
            return true;
        }
        packet.sender = sender;
        held = packet;
        return false;
    }

    private static void pad(Packet packet) {
        int end = packet.start + LEAST_FRAME_BYTES;
        for (int i = packet.end; i < end; i++) {
            packet.bytes[i] = 0;
        }
        packet.end = end;
    }
}
