package dev.netrarium.stack;

import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.EthernetHeader;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A packet socket, as AF_PACKET has them: sees every frame in and out of an interface, and sends frames as given. */
public final class PacketEndpoint extends Readiness {
    /** Frames that wait for their reader, in bytes with {@link #FRAME_BYTES} each: what libpcap asks for, 2 MiB. */
    private static final int QUEUE_BYTES = 2 << 20;

    private static final int FRAME_BYTES = 256;

    private final Host host;
    private final @Nullable NetInterface on;
    private final int etherType;
    private final ArrayDeque<CapturedFrame> frames = new ArrayDeque<>();
    private int queuedBytes;
    private long dropped;
    private boolean promiscuous;
    private boolean closed;

    PacketEndpoint(Host host, @Nullable NetInterface on, int etherType) {
        this.host = host;
        this.on = on;
        this.etherType = etherType;
        set(WRITABLE);
    }

    /** Lets the interface take frames for others too, for as long as this is on. */
    public void promiscuous(boolean wanted) {
        if (promiscuous != wanted && !closed) {
            promiscuous = wanted;
            for (NetInterface each : host.interfaceList()) {
                if (watches(each)) {
                    each.promiscuous(wanted ? 1 : -1);
                }
            }
        }
    }

    /** The next frame, or null when none has come. */
    public @Nullable CapturedFrame receive() {
        CapturedFrame next = frames.poll();
        if (next != null) {
            queuedBytes -= FRAME_BYTES + next.bytes().length;
            if (frames.isEmpty()) {
                set(bits() & ~READABLE);
            }
        }
        return next;
    }

    /** Frames that found no room since the socket was opened. */
    public long dropped() {
        return dropped;
    }

    /**
     * Sends a frame with its link header, or an IP packet on a link without headers.
     *
     * @return null when it went out, or the error: EDESTADDRREQ without an interface, ENETDOWN, EMSGSIZE, ENOBUFS
     */
    public @Nullable Errno send(long now, byte[] frame, int at, int length) {
        NetInterface by = on;
        if (closed) {
            return Errno.EBADF;
        }
        if (by == null) {
            return Errno.EDESTADDRREQ;
        }
        if (!by.isUp()) {
            return Errno.ENETDOWN;
        }
        int header = by.hasHeaders() ? EthernetHeader.BYTES : 0;
        if (length < header || length > by.mtuBytes() + header) {
            return length < header ? Errno.EINVAL : Errno.EMSGSIZE;
        }
        host.at(now);
        Packet packet = host.packets().take(Packet.HEADROOM, length);
        System.arraycopy(frame, at, packet.bytes, packet.start, length);
        if (host.isTracing()) {
            packet.cause = new Cause.Command("send");
            packet.id = host.nextPacketId();
        }
        return by.transmit(now, packet) == Transmit.REFUSED ? Errno.ENOBUFS : null;
    }

    /** Sees no more frames; what waits is forgotten. */
    public void close() {
        if (!closed) {
            promiscuous(false);
            closed = true;
            frames.clear();
            host.packetSockets().closed(this);
            set(HANG_UP);
        }
    }

    boolean isPromiscuous() {
        return promiscuous;
    }

    boolean watches(NetInterface which) {
        return on == null || on == which;
    }

    void seen(long now, NetInterface by, Packet frame, boolean outgoing) {
        if (!watches(by) || !isWanted(by, frame)) {
            return;
        }
        int length = frame.length();
        if (queuedBytes + FRAME_BYTES + length > QUEUE_BYTES) {
            dropped++;
            return;
        }
        byte[] copy = new byte[length];
        System.arraycopy(frame.bytes, frame.start, copy, 0, length);
        frames.add(new CapturedFrame(by, copy, outgoing, frame.id, now));
        queuedBytes += FRAME_BYTES + length;
        set(bits() | READABLE);
        signal(READABLE);
    }

    private boolean isWanted(NetInterface by, Packet frame) {
        if (etherType == PacketSockets.ALL) {
            return true;
        }
        if (by.hasHeaders()) {
            return EthernetHeader.etherType(frame.bytes, frame.start) == etherType;
        }
        int version = frame.length() == 0 ? 0 : (frame.bytes[frame.start] & 0xff) >>> 4;
        return version == (etherType == EtherType.IPV6 ? 6 : 4);
    }
}
