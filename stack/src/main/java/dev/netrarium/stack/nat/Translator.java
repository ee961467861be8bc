package dev.netrarium.stack.nat;

import dev.netrarium.stack.DropReason;
import dev.netrarium.stack.HostEvent;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.SipHash;
import dev.netrarium.stack.TimerQueue;
import dev.netrarium.stack.Verdict;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.TcpHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of each IPv4 packet on its way through a translating router: finds or opens its flow, and
 * replaces the destination before routing and the source after it.
 *
 * <p>The host's own conversations with the outside are tracked too, so that no inside endpoint is given a port under
 * which the host itself is known.
 */
final class Translator {
    private static final Verdict INVALID = new Verdict.Drop(DropReason.CONNTRACK_INVALID);
    private static final Verdict TABLE_FULL = new Verdict.Drop(DropReason.CONNTRACK_TABLE_FULL);
    private static final Verdict NO_PORT = new Verdict.Drop(DropReason.NAT_NO_PORT);

    /** An inside address and port that an outside port leads to. */
    private record Forward(int address, int port) {}

    private final IntSupplier outsideAddress;
    private final BiConsumer<Long, HostEvent> events;
    private final ConnectionTracking tracking;
    private final PortPool ports;
    private final TupleTable<Forward> forwards;
    private final PacketView view = new PacketView();
    private int lastAddress;

    /**
     * @param outsideAddress the outside interface's IPv4 address now, 0 while it has none
     * @param events told when translations come and go
     */
    Translator(
            TimerQueue timers,
            RandomStream chance,
            int maxFlows,
            IntSupplier outsideAddress,
            BiConsumer<Long, HostEvent> events) {
        this.outsideAddress = outsideAddress;
        this.events = events;
        this.ports = new PortPool(chance);
        this.forwards = new TupleTable<>(SipHash.keyedBy(chance));
        this.tracking = new ConnectionTracking(timers, chance, maxFlows, new Telling());
    }

    void forward(int protocol, int outsidePort, int address, int port) {
        removeForward(protocol, outsidePort);
        forwards.put(protocol, outsidePort, new Forward(address, port));
    }

    void removeForward(int protocol, int outsidePort) {
        forwards.remove(protocol, outsidePort);
    }

    ConnectionTracking tracking() {
        return tracking;
    }

    List<NatEntry> entries() {
        List<NatEntry> entries = new ArrayList<>();
        tracking.forEach(flow -> {
            if (flow.isTranslated()) {
                entries.add(describe(flow));
            }
        });
        return entries;
    }

    /** Before routing: destinations are changed. */
    Verdict prerouting(long now, Packet packet, boolean fromOutside) {
        view.read(packet);
        if (view.kind == PacketView.Kind.INVALID) {
            return Verdict.ACCEPT; // for the host itself to judge
        }
        if (view.kind == PacketView.Kind.ERROR) {
            FlowDirection direction = flowOfQuoted();
            if (direction != null) {
                packet.flow = direction;
                FlowDirection other = direction.other();
                if (other.source != view.source || other.sourcePort != view.sourcePort) {
                    Rewriting.replaceInError(packet, view, false, other.source, other.sourcePort);
                }
            }
            return Verdict.ACCEPT;
        }
        FlowDirection direction = find();
        if (direction == null) {
            int own = view.kind == PacketView.Kind.OPENING ? outsideAddress(now) : 0;
            if (own == 0 || view.destination != own) {
                return Verdict.ACCEPT;
            }
            Forward rule = forwards.get(view.protocol, view.destinationPort);
            if (rule == null) {
                if (fromOutside) {
                    openOwn(now, packet);
                }
                return Verdict.ACCEPT;
            }
            if (!tracking.makeRoom(now, view.source, view.destination)) {
                return TABLE_FULL;
            }
            direction = openForwarded(now, rule, own, !fromOutside);
            if (direction == null) {
                return NO_PORT;
            }
        }
        packet.flow = direction;
        direction.flow.seen(now, direction, view.tcpFlags);
        FlowDirection other = direction.other();
        if (other.source != view.destination || other.sourcePort != view.destinationPort) {
            Rewriting.replace(packet, view.protocol, false, other.source, other.sourcePort);
        }
        return Verdict.ACCEPT;
    }

    /** After routing: sources are changed. */
    Verdict postrouting(long now, Packet packet, boolean toOutside) {
        view.read(packet);
        FlowDirection direction = flowOf(packet);
        if (view.kind == PacketView.Kind.ERROR) {
            if (direction == null) {
                direction = flowOfQuoted();
            }
            if (direction == null) {
                return toOutside && packet.ingress != null ? INVALID : Verdict.ACCEPT;
            }
            FlowDirection other = direction.other();
            if (other.destination != view.destination || other.destinationPort != view.destinationPort) {
                Rewriting.replaceInError(packet, view, true, other.destination, other.destinationPort);
            }
            return Verdict.ACCEPT;
        }
        if (direction == null && view.kind != PacketView.Kind.INVALID) {
            direction = find();
            if (direction != null) {
                direction.flow.seen(now, direction, view.tcpFlags);
            }
        }
        if (direction == null) {
            int own = toOutside && isTranslatable() ? outsideAddress(now) : 0;
            if (own == 0) {
                return Verdict.ACCEPT;
            }
            boolean ours = view.source == own;
            if (ours && (view.kind != PacketView.Kind.OPENING || isMidstream())) {
                return Verdict.ACCEPT;
            }
            if (view.kind != PacketView.Kind.OPENING) {
                return INVALID; // Linux lets such packets out as they are: the world then sees inside addresses
            }
            if (!tracking.makeRoom(now, view.source, view.destination)) {
                return TABLE_FULL;
            }
            direction = openMasqueraded(now, own);
            if (direction == null) {
                return NO_PORT;
            }
            packet.flow = direction;
            direction.flow.seen(now, direction, view.tcpFlags);
        }
        FlowDirection other = direction.other();
        if (other.destination != view.source || other.destinationPort != view.sourcePort) {
            Rewriting.replace(packet, view.protocol, true, other.destination, other.destinationPort);
        }
        return Verdict.ACCEPT;
    }

    /** The outside address; when it has changed, what was translated to the old one is forgotten, as Linux does. */
    private int outsideAddress(long now) {
        int own = outsideAddress.getAsInt();
        if (own != lastAddress) {
            tracking.clear(now, "the outside address changed");
            lastAddress = own;
        }
        return own;
    }

    /** What comes from outside for this host itself is tracked as it is, unless an inside endpoint has the port. */
    private void openOwn(long now, Packet packet) {
        if (ports.isHeld(view.protocol, view.destination, view.destinationPort)
                || !tracking.makeRoom(now, view.source, view.destination)) {
            return;
        }
        Flow.Shape shape = shape();
        FlowDirection direction = open(now, shape, shape.inverse(), null);
        if (direction != null) {
            packet.flow = direction;
            direction.flow.seen(now, direction, view.tcpFlags);
        }
    }

    private @Nullable FlowDirection openMasqueraded(long now, int own) {
        Flow.Shape shape = shape();
        if (!hasPorts()) {
            return open(now, shape, new Flow.Shape(shape.destination(), 0, own, 0), null);
        }
        PortPool.Mapping mapping = mappingTo(shape.destination(), shape.destinationPort(), own);
        if (mapping == null) {
            return null;
        }
        int port = mapping.outsidePort;
        return open(now, shape, new Flow.Shape(shape.destination(), shape.destinationPort(), own, port), mapping);
    }

    private @Nullable FlowDirection openForwarded(long now, Forward rule, int own, boolean hairpin) {
        Flow.Shape shape = shape();
        if (!hairpin) {
            Flow.Shape reply = new Flow.Shape(rule.address, rule.port, shape.source(), shape.sourcePort());
            return open(now, shape, reply, null);
        }
        // RFC 4787 REQ-9: inside to inside by the outside address; the answer must come back this way, too.
        PortPool.Mapping mapping = mappingTo(rule.address, rule.port, own);
        if (mapping == null) {
            return null;
        }
        return open(now, shape, new Flow.Shape(rule.address, rule.port, own, mapping.outsidePort), mapping);
    }

    private PortPool.@Nullable Mapping mappingTo(int peer, int peerPort, int own) {
        int protocol = view.protocol;
        return ports.map(
                protocol,
                view.source,
                view.sourcePort,
                own,
                port -> forwards.get(protocol, port) == null
                        && tracking.find(protocol, peer, peerPort, own, port) == null);
    }

    private @Nullable FlowDirection open(
            long now, Flow.Shape forward, Flow.Shape reply, PortPool.@Nullable Mapping mapping) {
        FlowDirection there = tracking.find(
                view.protocol, reply.source(), reply.sourcePort(), reply.destination(), reply.destinationPort());
        if (there != null && !there.flow.isTranslated() && !there.flow.isAssured()) {
            tracking.forget(now, there.flow, "an inside endpoint has the port"); // the peer knocked first
            there = null;
        }
        if (mapping != null) {
            mapping.flows++;
        }
        if (there != null || forward.equals(reply)) {
            if (mapping != null) {
                ports.release(mapping);
            }
            return null;
        }
        TcpFlowState tcp = view.protocol == IpProtocol.TCP ? TcpFlowState.first(view.tcpFlags) : null;
        Flow flow = new Flow(tracking, now, view.protocol, tcp, forward, reply, mapping);
        tracking.add(now, flow);
        return flow.forward;
    }

    private Flow.Shape shape() {
        return new Flow.Shape(view.source, view.sourcePort, view.destination, view.destinationPort);
    }

    private @Nullable FlowDirection find() {
        return tracking.find(view.protocol, view.source, view.sourcePort, view.destination, view.destinationPort);
    }

    /** An error goes the way of the answers to the packet that it quotes. */
    private @Nullable FlowDirection flowOfQuoted() {
        return tracking.find(view.protocol, view.destination, view.destinationPort, view.source, view.sourcePort);
    }

    private @Nullable FlowDirection flowOf(Packet packet) {
        return packet.flow instanceof FlowDirection known && known.flow.belongsTo(tracking) ? known : null;
    }

    private boolean hasPorts() {
        return switch (view.protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP -> true;
            default -> false;
        };
    }

    private boolean isMidstream() {
        return view.protocol == IpProtocol.TCP && (view.tcpFlags & TcpHeader.SYN) == 0;
    }

    /** Broadcast, multicast and what has no source yet (DHCP) concern this link alone. */
    private boolean isTranslatable() {
        return view.source != 0 && view.destination != -1 && view.destination >>> 28 != 0xe;
    }

    private static NatEntry describe(Flow flow) {
        boolean forwarded =
                flow.forward.destination != flow.reply.source || flow.forward.destinationPort != flow.reply.sourcePort;
        FlowDirection fromInside = forwarded ? flow.reply : flow.forward;
        FlowDirection fromPeer = fromInside.other();
        return new NatEntry(
                IpProtocol.name(flow.protocol),
                fromInside.from(),
                fromPeer.to(),
                forwarded ? fromPeer.from() : fromInside.to(),
                forwarded,
                flow.state(),
                flow.deadlineNanos(),
                fromInside.packets,
                fromPeer.packets);
    }

    /** Tells whoever watches the host, and gives ports back. */
    private final class Telling implements ConnectionTracking.Observer {
        @Override
        public void began(long now, Flow flow) {
            if (flow.isTranslated()) {
                NatEntry e = describe(flow);
                events.accept(now, new HostEvent.NatMapped(e.protocol(), e.inside(), e.outside(), e.peer()));
            }
        }

        @Override
        public void ended(long now, Flow flow, String why) {
            PortPool.Mapping mapping = flow.mapping;
            if (mapping != null) {
                ports.release(mapping);
            }
            if (flow.isTranslated()) {
                NatEntry e = describe(flow);
                events.accept(now, new HostEvent.NatExpired(e.protocol(), e.inside(), e.outside(), why));
            }
        }
    }
}
