package dev.netrarium.internet.story;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.HostEvent;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.wire.ArpPacket;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.world.TraceListener;
import dev.netrarium.world.TraceRecord;
import dev.netrarium.world.TraceRecord.FrameDropped;
import dev.netrarium.world.TraceRecord.FrameSent;
import dev.netrarium.world.TraceRecord.OnHost;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what happens below the programs: address resolution, routes, TCP's segments, NAT, and the way hop by hop. */
final class TraceNarrator implements TraceListener {
    /** Frames whose headers are remembered until the next router sends them on. */
    private static final int MAX_REMEMBERED = 4096;

    private final Telling telling;
    private final Places places;
    private final Journeys journeys;
    private final Counts counts;
    private final String user;
    private final boolean everyHop;
    private final TcpWords words = new TcpWords();

    /** The kinds of segments whose way was told already: one SYN and one SYN-ACK are enough unless all are wanted. */
    private final Set<String> waysTold = new LinkedHashSet<>();

    private final Map<Long, FrameFacts> before = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, FrameFacts> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /**
     * @param user the host whose routes are told; those of routers are not
     * @param everyHop tell every packet's way, not just that of the first SYN and its answer
     */
    TraceNarrator(Telling telling, Places places, Journeys journeys, Counts counts, String user, boolean everyHop) {
        this.telling = telling;
        this.places = places;
        this.journeys = journeys;
        this.counts = counts;
        this.user = user;
        this.everyHop = everyHop;
    }

    @Override
    public void happened(TraceRecord what) {
        counts.count(what);
        switch (what) {
            case FrameSent sent -> sent(sent);
            case FrameDropped dropped -> dropped(dropped);
            case OnHost host -> onHost(host.atNanos(), host.node().name(), host.event());
            default -> {}
        }
        journeys.follow(what);
    }

    private void sent(FrameSent sent) {
        FrameFacts frame = FrameFacts.of(sent.bytes());
        words.note(frame);
        String host = places.source(sent.direction());
        if (host == null) {
            journeys.join(sent, frame); // from a switch: the same frame once more
            return;
        }
        Journey known = journeys.join(sent, frame);
        if (known == null) {
            Journey journey = begin(sent, host, frame);
            journeys.begin(journey);
            journeys.expect(sent, frame);
            originated(sent, host, frame);
        } else if (frame.isIp()) {
            forwarded(sent, host, frame, known);
        }
        before.put(sent.packetId(), frame);
    }

    private Journey begin(FrameSent sent, String host, FrameFacts frame) {
        return new Journey(sent.packetId(), sent.atNanos(), host, layer(frame), label(frame), sentence(sent.cause()));
    }

    private void originated(FrameSent sent, String host, FrameFacts frame) {
        String why = sentence(sent.cause());
        if (frame.isArp()) {
            arp(sent, host, frame.arp(), why);
        } else if (frame.isNeighbourDiscovery()) {
            telling.tell(
                    sent.atNanos(),
                    host,
                    Layer.ARP,
                    frame.destinationMac().isMulticast() ? "solicitation" : "advertisement",
                    label(frame),
                    why,
                    "packet",
                    sent.packetId(),
                    "target",
                    String.valueOf(frame.asksFor()));
        } else if (frame.isTcp()) {
            telling.tell(
                    sent.atNanos(),
                    host,
                    Layer.TCP,
                    event(frame),
                    words.sentence(frame),
                    why,
                    "packet",
                    sent.packetId(),
                    "flags",
                    TcpHeader.flagsText(frame.tcpFlags()),
                    "bytes",
                    frame.tcpDataBytes(),
                    "ttl",
                    frame.timeToLive());
        }
    }

    private void arp(FrameSent sent, String host, ArpPacket arp, String why) {
        boolean request = arp.operation() == ArpPacket.REQUEST;
        String text = request
                ? "to everybody on the link: who has " + arp.targetIp() + "? Tell " + arp.senderIp()
                : "to " + arp.targetMac() + ": " + arp.senderIp() + " is at " + arp.senderMac();
        telling.tell(
                sent.atNanos(),
                host,
                Layer.ARP,
                request ? "request" : "reply",
                text,
                why,
                "packet",
                sent.packetId(),
                "address",
                (request ? arp.targetIp() : arp.senderIp()).toString());
    }

    private void forwarded(FrameSent sent, String host, FrameFacts frame, Journey journey) {
        FrameFacts came = before.get(sent.parentId());
        if (came == null || !came.isIp() || !isWayTold(host, frame)) {
            return;
        }
        telling.tell(
                sent.atNanos(),
                host,
                Layer.IP,
                "forwarded",
                journey.label() + ": TTL " + came.timeToLive() + " → " + frame.timeToLive() + ", MAC "
                        + came.sourceMac()
                        + " > " + came.destinationMac() + " becomes " + frame.sourceMac() + " > "
                        + frame.destinationMac()
                        + ", IP " + addresses(came, frame),
                "a router takes the frame off, lowers the TTL, and puts a new frame on for the next link",
                "packet",
                sent.packetId(),
                "from",
                came.source().toString(),
                "to",
                frame.destination().toString(),
                "ttl",
                frame.timeToLive(),
                "sourceMac",
                frame.sourceMac().toString(),
                "destinationMac",
                frame.destinationMac().toString());
    }

    private boolean isWayTold(String host, FrameFacts frame) {
        if (everyHop) {
            return true;
        }
        int flags = frame.tcpFlags();
        return frame.isTcp() && (flags & TcpHeader.SYN) != 0 && waysTold.add(host + "|" + (flags & TcpHeader.ACK));
    }

    private static String addresses(FrameFacts came, FrameFacts goes) {
        boolean same = came.source().equals(goes.source()) && came.destination().equals(goes.destination());
        String now = goes.source() + " > " + goes.destination();
        return same ? now + " unchanged" : came.source() + " > " + came.destination() + " becomes " + now + " (NAT)";
    }

    private void dropped(FrameDropped dropped) {
        Journey journey = journeys.of(dropped.packetId());
        String from = places.source(dropped.direction());
        String to = places.destination(dropped.direction());
        if (journey == null || (from == null && to == null)) {
            return;
        }
        telling.tell(
                dropped.atNanos(),
                from != null ? from : String.valueOf(to),
                Layer.IP,
                "lost",
                "lost on the wire " + dropped.direction().name() + ": " + journey.label(),
                dropped.reason().sentence(),
                "packet",
                dropped.packetId(),
                "wire",
                dropped.direction().name());
    }

    private void onHost(long now, String host, HostEvent event) {
        switch (event) {
            case HostEvent.RouteChosen r
            when host.equals(user) ->
                telling.tell(
                        now,
                        host,
                        Layer.ROUTE,
                        "chosen",
                        r.destination() + " " + way(r.destination(), r.nextHop()) + " " + r.interfaceName() + ", from "
                                + r.source(),
                        "the longest prefix of the routing table that contains it is " + r.matched(),
                        "destination",
                        r.destination().toString(),
                        "prefix",
                        r.matched().toString(),
                        "nextHop",
                        r.nextHop().toString(),
                        "interface",
                        r.interfaceName());
            case HostEvent.NoRoute r ->
                telling.tell(
                        now,
                        host,
                        Layer.ROUTE,
                        "none",
                        "no route to " + r.destination(),
                        "no prefix of the routing table contains it",
                        "destination",
                        r.destination().toString());
            case HostEvent.NatMapped m ->
                telling.tell(
                        now,
                        host,
                        Layer.NAT,
                        "mapped",
                        m.protocol() + " " + m.inside() + " appears outside as " + m.outside() + ", for " + m.peer(),
                        "private addresses mean nothing on the Internet: the router lends its own and remembers whose it is",
                        "inside",
                        m.inside().toString(),
                        "outside",
                        m.outside().toString(),
                        "peer",
                        m.peer().toString());
            case HostEvent.NatExpired m ->
                telling.tell(
                        now,
                        host,
                        Layer.NAT,
                        "expired",
                        m.protocol() + " " + m.inside() + " as " + m.outside(),
                        m.why(),
                        "inside",
                        m.inside().toString(),
                        "outside",
                        m.outside().toString());
            case HostEvent.TcpStateChanged c ->
                telling.tell(
                        now,
                        host,
                        Layer.TCP,
                        "state",
                        c.from() + " → " + c.to() + " (" + c.local() + ")",
                        c.why(),
                        "from",
                        c.from(),
                        "to",
                        c.to(),
                        "local",
                        c.local().toString());
            case HostEvent.TcpRetransmitted r ->
                telling.tell(
                        now,
                        host,
                        Layer.TCP,
                        "retransmission",
                        "sends again from " + r.sequenceOffset() + ", " + r.lengthBytes() + " bytes",
                        r.why() + ", attempt " + r.attempt(),
                        "attempt",
                        r.attempt(),
                        "bytes",
                        r.lengthBytes());
            case HostEvent.IcmpReceived i ->
                telling.tell(
                        now,
                        host,
                        Layer.IP,
                        "icmp",
                        icmp(i.error()) + " from " + i.error().reporter(),
                        i.about());
            default -> {}
        }
    }

    private static String way(IpAddress destination, IpAddress nextHop) {
        return destination.equals(nextHop) ? "is on the link" : "by the router " + nextHop + " through";
    }

    /** The error's name in words: {@code PortUnreachable} → port unreachable. */
    private static String icmp(IcmpError error) {
        return error.getClass()
                .getSimpleName()
                .replaceAll("(?<!^)([A-Z])", " $1")
                .toLowerCase(java.util.Locale.ROOT);
    }

    private static Layer layer(FrameFacts frame) {
        return frame.isArp() || frame.isNeighbourDiscovery()
                ? Layer.ARP
                : frame.isTcp() ? Layer.TCP : frame.isDns() ? Layer.DNS : Layer.IP;
    }

    private String label(FrameFacts frame) {
        if (frame.isArp()) {
            ArpPacket arp = frame.arp();
            return arp.operation() == ArpPacket.REQUEST
                    ? "ARP " + arp.targetIp() + "?"
                    : "ARP " + arp.senderIp() + " is here";
        }
        if (frame.isNeighbourDiscovery()) {
            return frame.destinationMac().isMulticast()
                    ? "NDP " + frame.asksFor() + "?"
                    : "NDP " + frame.asksFor() + " is here";
        }
        if (frame.isTcp()) {
            String data = frame.tcpDataBytes() > 0 ? " (seq " + words.sequence(frame) + ")" : "";
            return TcpWords.word(frame) + data;
        }
        if (frame.isDns()) {
            return DnsWords.label(frame);
        }
        return frame.isIp() ? "IP protocol " + frame.protocol() : "frame";
    }

    private static String event(FrameFacts frame) {
        int flags = frame.tcpFlags();
        if ((flags & TcpHeader.RST) != 0) {
            return "reset";
        }
        if ((flags & TcpHeader.SYN) != 0) {
            return (flags & TcpHeader.ACK) != 0 ? "syn-ack" : "syn";
        }
        if ((flags & TcpHeader.FIN) != 0) {
            return "fin";
        }
        return frame.tcpDataBytes() > 0 ? "data" : "ack";
    }

    private static String sentence(@Nullable Cause cause) {
        return cause == null ? "" : cause.sentence();
    }
}
