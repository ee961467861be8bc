package dev.netrarium.stack.nat;

import dev.netrarium.stack.Timer;
import dev.netrarium.wire.IpProtocol;
import org.jspecify.annotations.Nullable;

/** A conversation that passes through the host: its two directions, its state, and when it is forgotten. */
final class Flow extends Timer {
    private static final long SECOND = 1_000_000_000L;

    // Linux's nf_conntrack_*_timeout.
    private static final long UDP_UNREPLIED_NANOS = 30 * SECOND;
    private static final long UDP_STREAM_NANOS = 120 * SECOND;
    private static final long ICMP_NANOS = 30 * SECOND;
    private static final long GENERIC_NANOS = 600 * SECOND;

    /** Datagrams both ways for longer than this make a stream. */
    private static final long UDP_STREAM_AFTER_NANOS = 2 * SECOND;

    final int protocol;
    final FlowDirection forward;
    final FlowDirection reply;

    /** The port held for its originator; null when none is. */
    final PortPool.@Nullable Mapping mapping;

    private final ConnectionTracking tracking;
    private final long createdNanos;
    private @Nullable TcpFlowState tcp;
    private boolean replied;
    private boolean assured;

    /** Where the flow's packets go to and come from, before the ports of its directions are filled in. */
    record Shape(int source, int sourcePort, int destination, int destinationPort) {
        Shape inverse() {
            return new Shape(destination, destinationPort, source, sourcePort);
        }
    }

    Flow(
            ConnectionTracking tracking,
            long now,
            int protocol,
            @Nullable TcpFlowState tcp,
            Shape forward,
            Shape reply,
            PortPool.@Nullable Mapping mapping) {
        this.tracking = tracking;
        this.createdNanos = now;
        this.protocol = protocol;
        this.tcp = tcp;
        this.forward = new FlowDirection(
                this, true, forward.source, forward.sourcePort, forward.destination, forward.destinationPort);
        this.reply = new FlowDirection(
                this, false, reply.source, reply.sourcePort, reply.destination, reply.destinationPort);
        this.mapping = mapping;
    }

    /** True once both sides have shown that they mean it; others are sacrificed when the table is full. */
    boolean isAssured() {
        return assured;
    }

    boolean belongsTo(ConnectionTracking candidate) {
        return tracking.equals(candidate);
    }

    boolean isTranslated() {
        return forward.source != reply.destination
                || forward.destination != reply.source
                || forward.sourcePort != reply.destinationPort
                || forward.destinationPort != reply.sourcePort;
    }

    /** A packet passed; {@code flags} are TCP's, 0 otherwise. */
    void seen(long now, FlowDirection direction, int flags) {
        direction.packets++;
        replied |= !direction.original;
        tracking.rearm(this, now + timeoutNanos(now, direction, flags));
    }

    String state() {
        TcpFlowState state = tcp;
        if (state != null) {
            return state.name();
        }
        return assured ? "ASSURED" : replied ? "REPLIED" : "UNREPLIED";
    }

    @Override
    protected void fire(long now) {
        tracking.forget(now, this, "its time-out passed");
    }

    private long timeoutNanos(long now, FlowDirection direction, int flags) {
        TcpFlowState state = tcp;
        if (state != null) {
            state = state.after(flags, direction.original);
            tcp = state;
            assured |= replied && state == TcpFlowState.ESTABLISHED;
            return state.timeoutNanos;
        }
        if (protocol == IpProtocol.UDP) {
            boolean stream = replied && now - createdNanos > UDP_STREAM_AFTER_NANOS;
            assured |= stream;
            return stream ? UDP_STREAM_NANOS : UDP_UNREPLIED_NANOS;
        }
        return protocol == IpProtocol.ICMP ? ICMP_NANOS : GENERIC_NANOS;
    }
}
