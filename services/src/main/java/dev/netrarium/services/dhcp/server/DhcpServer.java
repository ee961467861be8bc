package dev.netrarium.services.dhcp.server;

import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.MessageType;
import dev.netrarium.services.dhcp.OptionCode;
import dev.netrarium.services.dhcp.RelayAgentInformation;
import dev.netrarium.services.dhcp.ReplyTarget;
import dev.netrarium.services.dns.Tally;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.SipHash;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DHCP server (RFC 2131 §4.3). After each verb {@link #poll} tells what is to be done. A lease is written to the log
 * before the client is told of it.
 *
 * <p>What it holds is bounded by its pools: an offer takes an address, and when none is left the offer that has been
 * unanswered for longest gives way, so that clients which ask and never answer cost others nothing.
 */
public final class DhcpServer {
    private static final int MOST_HOST_NAME = 255;

    /**
     * When nothing else is left, a declined address is pinged again and offered after so long: else one client that
     * declines all it gets would starve the others for a day.
     */
    private static final long DECLINED_REST = 60_000_000_000L;

    private final ServerSettings settings;
    private final List<LeaseTable> tables = new ArrayList<>();
    private final OfferProbes probes;
    private final Newcomers newcomers;
    private final @Nullable LeaseLog log;
    private final ArrayDeque<ServerAction> actions = new ArrayDeque<>();
    private final Tally<ServerCount> tally = new Tally<>(ServerCount.class);
    private ServerEvent.@Nullable Observer observer;

    /**
     * @param log where leases are written down; null for nowhere
     */
    public DhcpServer(ServerSettings settings, @Nullable LeaseLog log, RandomStream chance) {
        this.settings = settings;
        this.log = log;
        SipHash secret = SipHash.keyedBy(chance);
        settings.subnets().forEach(subnet -> tables.add(new LeaseTable(subnet, secret)));
        this.probes = new OfferProbes(settings.probeTimeout().toNanos());
        this.newcomers = new Newcomers(settings.newcomersPerSecond(), settings.newcomersAtOnce());
    }

    public ServerSettings settings() {
        return settings;
    }

    public Tally<ServerCount> tally() {
        return tally;
    }

    /** Tells somebody what happens; null for nobody. */
    public void observe(ServerEvent.@Nullable Observer whoever) {
        observer = whoever;
    }

    /**
     * Takes over what the log has; to be called once, at first.
     *
     * @return sentences about what is wrong with the log, though it was read
     * @throws IOException when it cannot be read, or not written anew
     */
    public List<String> load(long now) throws IOException {
        LeaseLog from = log;
        if (from == null) {
            return List.of();
        }
        for (LeaseEntry entry : from.load()) {
            LeaseTable table = tableFor(entry.address());
            if (table != null && entry.state() != LeaseState.OFFERED) {
                table.restore(now, entry);
            }
        }
        compact(now, from);
        return from.problems();
    }

    /** Every address that was ever given out, with its client, by address. */
    public List<LeaseEntry> leases(long now) {
        List<LeaseEntry> all = new ArrayList<>();
        tables.forEach(table -> all.addAll(table.list(now)));
        return all;
    }

    /** What is to be done next, or null. */
    public @Nullable ServerAction poll() {
        return actions.poll();
    }

    /** When {@link #onTimeout} must be called, or {@link Timer#NEVER}. */
    public long nextTimeout() {
        return probes.nextTimeout();
    }

    public void onTimeout(long now) {
        for (OfferProbes.Probe due = probes.takeDue(now); due != null; due = probes.takeDue(now)) {
            give(now, due.table, due.binding, due.message, due.arrival);
        }
    }

    /** Somebody answered a {@link ServerAction.Ping}. */
    public void echo(long now, Ipv4Address from) {
        OfferProbes.Probe answered = probes.remove(from);
        if (answered == null) {
            return;
        }
        tally.count(ServerCount.CONFLICTS);
        conflict(now, answered.table, answered.binding, ServerEvent.Kind.CONFLICT, "answers pings");
        discover(now, answered.table, answered.message, answered.arrival); // each round takes one address away
    }

    /** Takes a message that came to port 67. */
    public void receive(long now, DhcpMessage message, Arrival arrival) {
        MessageType type = message.type();
        if (!message.isRequest() || type == null) {
            tally.count(ServerCount.DROPPED_NOT_A_REQUEST);
            return;
        }
        LeaseTable table = select(message, arrival);
        if (table == null) {
            tally.count(ServerCount.DROPPED_NO_SUBNET);
            return;
        }
        switch (type) {
            case DISCOVER -> {
                tally.count(ServerCount.DISCOVERS);
                discover(now, table, message, arrival);
            }
            case REQUEST -> {
                tally.count(ServerCount.REQUESTS);
                request(now, table, message, arrival);
            }
            case DECLINE -> decline(now, table, message, arrival);
            case RELEASE -> release(now, table, message, arrival);
            case INFORM -> inform(table, message, arrival);
            case OFFER, ACK, NAK -> tally.count(ServerCount.DROPPED_NOT_A_REQUEST);
        }
    }

    // DISCOVER

    private void discover(long now, LeaseTable table, DhcpMessage message, Arrival arrival) {
        ClientKey client = ClientKey.of(message);
        Reservation reservation = table.subnet().reservationFor(message);
        Binding known = table.of(client);
        if (known == null && reservation == null && !newcomers.admit(now, circuitName(message, arrival))) {
            tally.count(ServerCount.DROPPED_RATE);
            return;
        }
        Binding chosen = table.choose(
                now,
                client,
                reservation,
                message.options().address(OptionCode.REQUESTED_ADDRESS),
                after(now, settings.declineHold()) - DECLINED_REST);
        if (chosen == null) {
            tally.count(ServerCount.DROPPED_EXHAUSTED);
            return;
        }
        boolean isItsOwn = chosen.belongsTo(client); // or was: nobody else got it from here since
        OfferProbes.Probe running = probes.of(chosen.address);
        if (running != null && isItsOwn) {
            running.message = message; // asked again meanwhile: the answer is to the last question
            running.arrival = arrival;
            return;
        }
        if (!isItsOwn || !chosen.isLeased(now)) {
            probes.remove(chosen.address); // another's, whose offer gives way
            hold(now, table, chosen, client, message);
            if (probes.isOn() && probes.hasRoom() && !isItsOwn) {
                probes.begin(now, chosen, table, message, arrival);
                actions.add(new ServerAction.Ping(chosen.address));
                return;
            }
        }
        give(now, table, chosen, message, arrival);
    }

    private void hold(long now, LeaseTable table, Binding chosen, ClientKey client, DhcpMessage message) {
        table.give(
                now, chosen, client, ClientKey.hardware(message), LeaseState.OFFERED, after(now, settings.offerHold()));
    }

    /** An OFFER, or at once an ACK. */
    private void give(long now, LeaseTable table, Binding binding, DhcpMessage message, Arrival arrival) {
        if (settings.rapidCommit() && message.options().has(OptionCode.RAPID_COMMIT)) {
            commit(now, table, binding, message, arrival, true);
            return;
        }
        Ipv4Address own = ownAddress(table, arrival);
        tally.count(ServerCount.OFFERS);
        tell(now, ServerEvent.Kind.OFFERED, binding.address, ClientKey.of(message), "asked for offers");
        reply(Replies.offer(message, own, table.subnet(), binding.address), message, own, arrival);
    }

    // REQUEST

    private void request(long now, LeaseTable table, DhcpMessage message, Arrival arrival) {
        ClientKey client = ClientKey.of(message);
        Ipv4Address chosenServer = message.options().address(OptionCode.SERVER_IDENTIFIER);
        Ipv4Address requested = message.options().address(OptionCode.REQUESTED_ADDRESS);
        Ipv4Address own = message.clientAddress();
        if (chosenServer != null) {
            if (!isMe(chosenServer, message, arrival)) {
                forgetOffer(now, table, client);
            } else if (requested == null) {
                tally.count(ServerCount.DROPPED_NOT_A_REQUEST);
            } else {
                grantOrRefuse(now, table, requested, message, arrival);
            }
        } else if (!own.isUnspecified()) {
            extend(now, table, client, own, message, arrival);
        } else if (requested != null) {
            extend(now, table, client, requested, message, arrival);
        } else {
            tally.count(ServerCount.DROPPED_NOT_A_REQUEST);
        }
    }

    /** Another server was chosen: the address is for others again. */
    private void forgetOffer(long now, LeaseTable table, ClientKey client) {
        tally.count(ServerCount.DROPPED_OTHER_SERVER);
        Binding offered = table.of(client);
        if (offered != null && offered.state == LeaseState.OFFERED) {
            probes.remove(offered.address);
            table.end(now, offered, LeaseState.RELEASED);
        }
    }

    /** SELECTING: the client takes what it was offered, or what still is free though the offer has given way. */
    private void grantOrRefuse(
            long now, LeaseTable table, Ipv4Address requested, DhcpMessage message, Arrival arrival) {
        ClientKey client = ClientKey.of(message);
        Reservation reservation = table.subnet().reservationFor(message);
        if (!table.mayHave(requested, reservation)) {
            refuse(now, table, requested, message, arrival, "address not available here");
        } else if (!table.isFreeFor(now, requested, client)) {
            refuse(now, table, requested, message, arrival, "address in use by another client");
        } else {
            commit(now, table, table.binding(requested), message, arrival, false);
        }
    }

    /** INIT-REBOOT, RENEWING and REBINDING: the client names an address that it believes to have. */
    private void extend(
            long now, LeaseTable table, ClientKey client, Ipv4Address address, DhcpMessage message, Arrival arrival) {
        Reservation reservation = table.subnet().reservationFor(message);
        Binding known = table.of(client);
        boolean isOnLink = table.subnet().prefix().contains(address);
        boolean isItsOwn = known != null && known.address.equals(address) && known.state != LeaseState.OFFERED;
        if (known != null && isItsOwn && table.mayHave(address, reservation)) {
            commit(now, table, known, message, arrival, false);
        } else if (settings.authoritative()) {
            String why =
                    !isOnLink ? "wrong network" : known == null ? "no lease known" : "the address is not this client's";
            refuse(now, table, address, message, arrival, why);
        } else {
            // RFC 2131 §4.3.2: "If the DHCP server has no record of this client, then it MUST remain silent".
            tally.count(ServerCount.DROPPED_UNKNOWN_CLIENT);
        }
    }

    private void commit(
            long now, LeaseTable table, Binding binding, DhcpMessage message, Arrival arrival, boolean rapid) {
        ClientKey client = ClientKey.of(message);
        ByteString circuit = circuit(message);
        boolean isMore = !binding.belongsTo(client) || !binding.isLeased(now);
        int most = settings.mostLeasesPerCircuit();
        if (isMore && most > 0 && !circuit.isEmpty() && table.leasesOf(now, circuit) >= most) {
            tally.count(ServerCount.DROPPED_CIRCUIT_FULL);
            return;
        }
        probes.remove(binding.address);
        long endedBefore = binding.endsNanos;
        long ends = after(now, Replies.leaseTime(message, table.subnet()));
        table.give(now, binding, client, ClientKey.hardware(message), LeaseState.LEASED, ends);
        if (isMore || !circuit.isEmpty()) { // a renewal comes straight, past the relay agents
            table.place(binding, circuit);
        }
        String name = message.options().text(OptionCode.HOST_NAME);
        if (name != null) {
            binding.hostName = name.length() > MOST_HOST_NAME ? name.substring(0, MOST_HOST_NAME) : name;
        }
        if (!write(now, binding)) {
            // The client must not be told of what would be forgotten. It asks again; what it had runs on.
            tally.count(ServerCount.DROPPED_LOG_FAILED);
            LeaseState before = isMore ? LeaseState.RELEASED : LeaseState.LEASED;
            table.give(now, binding, client, binding.hardware, before, isMore ? now : endedBefore);
            return;
        }
        Ipv4Address own = ownAddress(table, arrival);
        tally.count(ServerCount.ACKS);
        tell(
                now,
                isMore ? ServerEvent.Kind.LEASED : ServerEvent.Kind.RENEWED,
                binding.address,
                client,
                "until " + Duration.ofNanos(ends).toSeconds() + " s");
        reply(Replies.ack(message, own, table.subnet(), binding.address, rapid), message, own, arrival);
    }

    private void refuse(
            long now, LeaseTable table, Ipv4Address address, DhcpMessage message, Arrival arrival, String why) {
        Ipv4Address own = ownAddress(table, arrival);
        tally.count(ServerCount.NAKS);
        tell(now, ServerEvent.Kind.REFUSED, address, ClientKey.of(message), why);
        DhcpMessage nak = Replies.nak(message, own, why);
        boolean isFarAway = !message.clientAddress().isUnspecified()
                && arrival.own().stream()
                        .noneMatch(each -> table.subnet().prefix().contains(each));
        // RFC 2131 §4.1 broadcasts every NAK; a client on another link, which asked by unicast, would not hear that.
        ReplyTarget to = !nak.relayAddress().isUnspecified()
                ? new ReplyTarget.Relay(nak.relayAddress())
                : isFarAway ? new ReplyTarget.Unicast(message.clientAddress()) : new ReplyTarget.Broadcast();
        actions.add(new ServerAction.Reply(arrival.interfaceName(), nak, own, to, message.acceptsBytes()));
    }

    // DECLINE, RELEASE, INFORM

    private void decline(long now, LeaseTable table, DhcpMessage message, Arrival arrival) {
        tally.count(ServerCount.DECLINES);
        Binding known = table.of(ClientKey.of(message));
        Ipv4Address server = message.options().address(OptionCode.SERVER_IDENTIFIER);
        Ipv4Address address = message.options().address(OptionCode.REQUESTED_ADDRESS);
        if (known == null || !known.address.equals(address) || server == null || !isMe(server, message, arrival)) {
            tally.count(ServerCount.DROPPED_NOT_ITS_OWN);
            return;
        }
        conflict(now, table, known, ServerEvent.Kind.DECLINED, "the client found it in use");
    }

    private void conflict(long now, LeaseTable table, Binding binding, ServerEvent.Kind kind, String why) {
        tell(now, kind, binding.address, binding.client, why);
        table.decline(binding, after(now, settings.declineHold()));
        write(now, binding);
    }

    private void release(long now, LeaseTable table, DhcpMessage message, Arrival arrival) {
        tally.count(ServerCount.RELEASES);
        Binding known = table.of(ClientKey.of(message));
        Ipv4Address server = message.options().address(OptionCode.SERVER_IDENTIFIER);
        Ipv4Address address = message.clientAddress();
        boolean isFromThere =
                arrival.source().equals(address) || !message.relayAddress().isUnspecified();
        if (known == null
                || !known.address.equals(address)
                || !known.isLeased(now)
                || server == null
                || !isMe(server, message, arrival)
                || !isFromThere) {
            tally.count(ServerCount.DROPPED_NOT_ITS_OWN);
            return;
        }
        table.end(now, known, LeaseState.RELEASED);
        tell(now, ServerEvent.Kind.RELEASED, address, known.client, "given back");
        write(now, known);
    }

    private void inform(LeaseTable table, DhcpMessage message, Arrival arrival) {
        tally.count(ServerCount.INFORMS);
        Ipv4Address own = ownAddress(table, arrival);
        Ipv4Address client = message.clientAddress().isUnspecified() ? arrival.source() : message.clientAddress();
        DhcpMessage ack = Replies.informed(message, own, table.subnet());
        tally.count(ServerCount.ACKS);
        // RFC 2131 §4.3.5: straight to the client, relay agent or not.
        ReplyTarget to = client.isUnspecified() ? new ReplyTarget.Broadcast() : new ReplyTarget.Unicast(client);
        actions.add(new ServerAction.Reply(arrival.interfaceName(), ack, own, to, message.acceptsBytes()));
    }

    // What they share

    /**
     * Which subnet a client is on: what the relay agent says (RFC 3527), what the client chooses (RFC 3011), the relay agent's
     * own, that of the address which the client has, that of the interface.
     */
    private @Nullable LeaseTable select(DhcpMessage message, Arrival arrival) {
        RelayAgentInformation agent = message.options().relayAgent();
        Ipv4Address link = agent == null ? null : agent.address(RelayAgentInformation.LINK_SELECTION);
        if (link == null) {
            link = message.options().address(OptionCode.SUBNET_SELECTION);
        }
        if (link == null && !message.relayAddress().isUnspecified()) {
            link = message.relayAddress();
        }
        if (link != null) {
            return tableFor(link);
        }
        Ipv4Address own = message.clientAddress();
        LeaseTable farAway = own.isUnspecified() || !own.equals(arrival.source()) ? null : tableFor(own);
        if (farAway != null) {
            return farAway;
        }
        for (Ipv4Address each : arrival.own()) {
            LeaseTable here = tableFor(each);
            if (here != null) {
                return here;
            }
        }
        return null;
    }

    private @Nullable LeaseTable tableFor(Ipv4Address address) {
        for (LeaseTable table : tables) {
            if (table.subnet().prefix().contains(address)) {
                return table;
            }
        }
        return null;
    }

    /** The server's address that the client reaches: the one on its link, if there is one. */
    private static Ipv4Address ownAddress(LeaseTable table, Arrival arrival) {
        for (Ipv4Address each : arrival.own()) {
            if (table.subnet().prefix().contains(each)) {
                return each;
            }
        }
        return arrival.own().getFirst();
    }

    private static boolean isMe(Ipv4Address server, DhcpMessage message, Arrival arrival) {
        return arrival.own().contains(server)
                || server.equals(Replies.serverIdentifier(message, arrival.own().getFirst()));
    }

    private void reply(DhcpMessage reply, DhcpMessage request, Ipv4Address own, Arrival arrival) {
        ReplyTarget to = reply.relayAddress().isUnspecified()
                ? ReplyTarget.onLink(reply, request.clientAddress())
                : new ReplyTarget.Relay(reply.relayAddress());
        actions.add(new ServerAction.Reply(arrival.interfaceName(), reply, own, to, request.acceptsBytes()));
    }

    /** What relay agents say about where the client is; empty for nothing. */
    private static ByteString circuit(DhcpMessage message) {
        RelayAgentInformation agent = message.options().relayAgent();
        ByteString circuit = agent == null ? null : agent.find(RelayAgentInformation.CIRCUIT_ID);
        return circuit == null ? ByteString.EMPTY : circuit;
    }

    private static String circuitName(DhcpMessage message, Arrival arrival) {
        return arrival.interfaceName() + " " + message.relayAddress() + " " + circuit(message);
    }

    private boolean write(long now, Binding binding) {
        LeaseLog to = log;
        if (to == null) {
            return true;
        }
        try {
            to.append(binding.entry(now));
            compact(now, to);
            return true;
        } catch (IOException e) {
            tell(now, ServerEvent.Kind.LOG_FAILED, binding.address, binding.client, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void compact(long now, LeaseLog to) throws IOException {
        int addresses = 0;
        for (LeaseTable table : tables) {
            addresses += table.size();
        }
        if (to.wantsCompaction(addresses)) {
            to.replace(leases(now).stream()
                    .filter(each -> each.state() != LeaseState.OFFERED)
                    .toList());
        }
    }

    private void tell(long now, ServerEvent.Kind kind, Ipv4Address address, @Nullable ClientKey client, String why) {
        ServerEvent.Observer watching = observer;
        if (watching != null) {
            watching.observed(now, new ServerEvent(kind, address, String.valueOf(client), why));
        }
    }

    private static long after(long now, Duration time) {
        long seconds = time.toSeconds();
        if (seconds >= 0xffff_ffffL) {
            return Timer.NEVER;
        }
        long sum = now + time.toNanos();
        return sum < 0 ? Timer.NEVER : sum;
    }
}
