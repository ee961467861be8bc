package dev.netrarium.stack;

import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A ping socket: sends echo requests under one identifier, receives the replies and errors that belong to them. */
public final class EchoEndpoint extends Readiness {
    /** Results that wait for their reader, in bytes with {@link #RESULT_BYTES} each: Linux's {@code rmem_default}. */
    private static final int QUEUE_BYTES = 212_992;

    /** What a result costs beside its data. */
    private static final int RESULT_BYTES = 256;

    private static final int MOST_IP_BYTES = 65535;

    private final Host host;
    private final IpFamily family;
    private final int identifier;
    private final ArrayDeque<EchoResult> results = new ArrayDeque<>();
    private int queuedBytes;
    private long dropped;
    private boolean closed;

    EchoEndpoint(Host host, IpFamily family, int identifier) {
        this.host = host;
        this.family = family;
        this.identifier = identifier;
        set(WRITABLE);
    }

    /** The identifier of its requests, 0 to 65535. */
    public int identifier() {
        return identifier;
    }

    public IpFamily family() {
        return family;
    }

    /**
     * Sends an echo request.
     *
     * @param sequence 0 to 65535
     * @param data what is to come back, at most 65,507 bytes
     * @return null when it went out, or the error: ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, EMSGSIZE, ENOBUFS …
     */
    public @Nullable Errno send(long now, IpAddress destination, int sequence, byte[] data, EchoSettings settings) {
        if (closed) {
            return Errno.EBADF;
        }
        if (destination.family() != family) {
            return Errno.EAFNOSUPPORT;
        }
        int header = family == IpFamily.IPV4 ? Ipv4Header.BYTES : 0;
        int length = Icmpv4Message.BYTES + data.length;
        if (header + length > MOST_IP_BYTES) {
            return Errno.EMSGSIZE;
        }
        host.at(now);
        DestinationEntry path = host.paths().find(settings.source(), destination, settings.interfaceIndex());
        Path.PathError problem = path.error();
        if (problem != null) {
            return Errno.of(problem);
        }
        if (settings.dontFragment() && family.headerBytes() + length > path.mtuBytes()) {
            return Errno.EMSGSIZE;
        }
        Packet packet = host.packets().take(Packet.HEADROOM, length);
        byte[] b = packet.bytes;
        int at = packet.start;
        System.arraycopy(data, 0, b, at + Icmpv4Message.BYTES, data.length);
        int rest = identifier << 16 | sequence & 0xffff;
        if (family == IpFamily.IPV4) {
            Icmpv4Message.writeHead(b, at, Icmpv4Message.ECHO_REQUEST, 0, rest);
            Icmpv4Message.completeChecksum(b, at, packet.end);
        } else {
            Icmpv6Message.writeHead(b, at, Icmpv6Message.ECHO_REQUEST, 0, rest);
            long sum = Checksum.pseudoHeader(path.source(), path.destination(), IpProtocol.ICMPV6, length);
            Icmpv6Message.putChecksum(b, at, Checksum.finish(Checksum.add(sum, b, at, length)));
        }
        if (host.isTracing()) {
            packet.cause = new Cause.Command("ping");
        }
        host.counters().add(Mib.ICMP_OUT_MESSAGES);
        int protocol = family == IpFamily.IPV4 ? IpProtocol.ICMP : IpProtocol.ICMPV6;
        Transmit outcome = host.output()
                .send(
                        now,
                        path,
                        packet,
                        protocol,
                        settings.timeToLive(),
                        settings.trafficClass(),
                        settings.dontFragment() ? Fragments.NOWHERE : Fragments.HERE);
        return switch (outcome) {
            case SENT, QUEUED -> null;
            case REFUSED -> Errno.ENOBUFS;
            case UNREACHABLE -> Errno.EPERM; // a hook forbids it, or the interface has gone down
        };
    }

    /** The next reply or error, or null when nothing has come. */
    public @Nullable EchoResult receive() {
        EchoResult next = results.poll();
        if (next != null) {
            queuedBytes -= bytesOf(next);
            if (results.isEmpty()) {
                set(bits() & ~READABLE);
            }
        }
        return next;
    }

    /** Results that found no room since the endpoint was opened. */
    public long dropped() {
        return dropped;
    }

    /** Gives the identifier back; what waits is forgotten. */
    public void close() {
        if (!closed) {
            closed = true;
            results.clear();
            host.icmp().close(this);
            set(HANG_UP);
        }
    }

    void arrived(EchoResult result) {
        int bytes = bytesOf(result);
        if (queuedBytes + bytes > QUEUE_BYTES) {
            dropped++;
            host.counters().add(DropReason.RAW_RECEIVE_BUFFER_FULL.counter());
            return;
        }
        queuedBytes += bytes;
        results.add(result);
        set(bits() | READABLE);
        signal(READABLE);
    }

    private static int bytesOf(EchoResult result) {
        return RESULT_BYTES + (result instanceof EchoResult.Reply reply ? reply.data().length : 0);
    }
}
