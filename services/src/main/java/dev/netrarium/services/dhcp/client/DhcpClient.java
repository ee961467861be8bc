package dev.netrarium.services.dhcp.client;

import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.MessageType;
import dev.netrarium.services.dhcp.OptionCode;
import dev.netrarium.services.dns.Tally;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.ArpPacket;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.MacAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The DHCP client of one interface (RFC 2131 §4.4). After each verb {@link #poll} tells what is to be done.
 *
 * <pre>
 *   state        on                 does                             goes to
 *   STOPPED      start              -                                INIT, or INIT-REBOOT with a lease that still runs
 *   INIT         its wait is over   DISCOVER to all                  SELECTING
 *   SELECTING    OFFER              REQUEST (server, address) to all REQUESTING
 *                ACK, rapid commit  -                                CHECKING
 *   REQUESTING   ACK                -                                CHECKING
 *                NAK, or 60 s pass  -                                INIT
 *   INIT-REBOOT  at once            REQUEST (address) to all         REBOOTING
 *   REBOOTING    ACK                -                                CHECKING
 *                NAK, or 28 s pass  -                                INIT
 *   CHECKING     nobody answers     uses the address, announces it   BOUND
 *                somebody does      DECLINE to all                   INIT, for 10 s
 *   BOUND        T1                 REQUEST to its server            RENEWING
 *   RENEWING     T2                 REQUEST to all                   REBINDING
 *   both         ACK                -                                BOUND
 *                NAK                gives the address up             INIT
 *   REBINDING    the end            gives the address up             INIT
 *   any of these release            RELEASE to its server            STOPPED
 *   any          the link is down   gives the address up             STOPPED
 * </pre>
 */
public final class DhcpClient {
    private static final long SECOND = 1_000_000_000L;

    /** RFC 2131 §4.1: 4 s at first, twice that each time, 64 s at most, each a second more or less. */
    private static final long FIRST_WAIT = 4 * SECOND;

    private static final long LONGEST_WAIT = 64 * SECOND;

    /** RFC 2131 §3.1.5: "the client might retransmit the DHCPREQUEST message four times, for a total delay of 60 seconds". */
    private static final int REQUESTS = 4;

    /** Of a client that was here before: 4, 8 and 16 s, and then it asks as if it were new. */
    private static final int REBOOT_REQUESTS = 3;

    private static final int INFORMS = 5;

    /** RFC 2131 §4.4.5: between renewals "a minimum of 60 seconds". */
    private static final long LEAST_RENEWAL_WAIT = 60 * SECOND;

    /** RFC 2131 §3.1.5: after DECLINE. */
    private static final long DECLINE_WAIT = 10 * SECOND;

    private static final long LONGEST_NAK_WAIT = 64 * SECOND;

    private final ClientSettings settings;
    private final MacAddress mac;
    private final ClientMessages messages;
    private final RandomStream chance;
    private final ArrayDeque<ClientAction> actions = new ArrayDeque<>();
    private final Tally<ClientCount> tally = new Tally<>(ClientCount.class);
    private ClientEvent.@Nullable Observer observer;

    private ClientState state = ClientState.STOPPED;
    private long askedNanos;
    private long deadline = Timer.NEVER;
    private int attempts;
    private int naks;
    private @Nullable DhcpMessage offer;
    private @Nullable Lease lease;
    private @Nullable Lease candidate;
    private @Nullable Lease remembered;
    private @Nullable AddressCheck check;
    private Ipv4Address wanted = Ipv4Address.ANY;
    private Ipv4Address informedFor = Ipv4Address.ANY;

    /**
     * @param mac the interface's
     */
    public DhcpClient(ClientSettings settings, MacAddress mac, RandomStream chance) {
        this.settings = settings;
        this.mac = mac;
        this.chance = chance;
        this.messages = new ClientMessages(settings, mac);
    }

    public ClientSettings settings() {
        return settings;
    }

    public ClientState state() {
        return state;
    }

    /** The lease in use; null while there is none. */
    public @Nullable Lease lease() {
        return lease;
    }

    public Tally<ClientCount> tally() {
        return tally;
    }

    /** Tells somebody what happens; null for nobody. */
    public void observe(ClientEvent.@Nullable Observer whoever) {
        observer = whoever;
    }

    /** Gives it a lease from an earlier life, to be asked for again when it starts. */
    public void remember(Lease earlier) {
        remembered = earlier;
    }

    /** Begins: also when the link is there again. Nothing happens when it has begun. */
    public void start(long now) {
        if (state != ClientState.STOPPED) {
            return;
        }
        Lease earlier = remembered;
        if (earlier != null && now < earlier.expiresNanos()) {
            reboot(now, earlier);
        } else {
            init(now, chance.nextLong(settings.longestStartDelay().toNanos() + 1), "begins");
        }
    }

    /** The link is gone: the address is not used meanwhile, and asked for again when {@link #start} follows. */
    public void linkDown(long now) {
        Lease had = lease;
        stop(now, "the link is down");
        if (had != null) {
            remembered = had;
        }
    }

    /** Gives the address back, and ends. */
    public void release(long now) {
        Lease had = lease;
        if (had != null) {
            newExchange(now);
            send(messages.release(had), had.address(), had.server());
        }
        remembered = null;
        stop(now, "released");
    }

    /** Asks for more time now instead of at T1. Nothing happens without a lease. */
    public void renew(long now) {
        if (state == ClientState.BOUND) {
            renewing(now, "asked to renew");
        }
    }

    /** Asks for what there is beside addresses, for an interface that has one from elsewhere (RFC 2131 §3.4). */
    public void inform(long now, Ipv4Address own) {
        stop(now, "informs itself");
        informedFor = own;
        newExchange(now);
        become(now, ClientState.INFORMING, "asks what there is for " + own);
        sendInform(now);
    }

    /** Ends without a word. */
    public void stop(long now, String why) {
        giveUp(why);
        deadline = Timer.NEVER;
        check = null;
        candidate = null;
        offer = null;
        if (state != ClientState.STOPPED) {
            become(now, ClientState.STOPPED, why);
        }
    }

    /** What is to be done next, or null. */
    public @Nullable ClientAction poll() {
        return actions.poll();
    }

    /** When {@link #onTimeout} must be called, or {@link Timer#NEVER}. */
    public long nextTimeout() {
        AddressCheck watching = check;
        return watching == null ? deadline : Math.min(deadline, watching.nextTimeout());
    }

    public void onTimeout(long now) {
        AddressCheck watching = check;
        if (watching != null && watching.nextTimeout() <= now) {
            boolean passedBefore = watching.hasPassed();
            ArpPacket due = watching.onTimeout(now);
            if (due != null) {
                actions.add(new ClientAction.SendArp(due));
            }
            Lease free = candidate;
            if (!passedBefore && watching.hasPassed() && free != null) {
                bind(now, free, "nobody uses " + free.address());
            }
        }
        if (deadline > now) {
            return;
        }
        deadline = Timer.NEVER;
        switch (state) {
            case INIT -> discover(now);
            case SELECTING -> selectingTimeout(now);
            case REQUESTING -> requestingTimeout(now);
            case REBOOTING -> rebootingTimeout(now);
            case BOUND, RENEWING, REBINDING -> leaseTimeout(now);
            case INFORMING -> informingTimeout(now);
            case STOPPED, INIT_REBOOT, CHECKING, INFORMED -> {}
        }
    }

    /** Takes a message that came to port 68 of the interface. */
    public void receive(long now, DhcpMessage message) {
        MessageType type = message.type();
        if (type == null || !messages.isAnswer(message)) {
            tally.count(ClientCount.DROPPED_NOT_AWAITED);
            return;
        }
        switch (state) {
            case SELECTING -> selecting(now, message, type);
            case REQUESTING, REBOOTING, RENEWING, REBINDING -> answered(now, message, type);
            case INFORMING -> informed(now, message, type);
            default -> tally.count(ClientCount.DROPPED_NOT_AWAITED);
        }
    }

    /** Takes an ARP packet that came in by the interface. */
    public void receiveArp(long now, ArpPacket packet) {
        AddressCheck watching = check;
        if (watching == null) {
            return;
        }
        switch (watching.receive(now, packet)) {
            case FREE -> {}
            case DEFEND -> actions.add(new ClientAction.SendArp(watching.announcement()));
            case TAKEN -> {
                tally.count(ClientCount.CONFLICTS);
                Lease taken = candidate != null ? candidate : lease;
                if (taken != null) {
                    decline(now, taken, packet.senderMac());
                }
            }
        }
    }

    // INIT and SELECTING

    private void init(long now, long waitNanos, String why) {
        offer = null;
        candidate = null;
        check = null;
        become(now, ClientState.INIT, why);
        if (waitNanos == 0) {
            discover(now);
        } else {
            deadline = now + waitNanos;
        }
    }

    private void discover(long now) {
        messages.begin(now);
        newExchange(now);
        become(now, ClientState.SELECTING, "asks for offers");
        sendDiscover(now);
    }

    private void sendDiscover(long now) {
        sendToAll(messages.discover(now, wanted));
        deadline = now + backoff();
    }

    private void selectingTimeout(long now) {
        DhcpMessage chosen = offer;
        if (chosen != null) {
            request(now, chosen);
        } else {
            again();
            sendDiscover(now);
        }
    }

    private void selecting(long now, DhcpMessage message, MessageType type) {
        boolean isRapid = type == MessageType.ACK
                && settings.rapidCommit()
                && message.options().has(OptionCode.RAPID_COMMIT);
        if (isRapid) {
            accept(now, message);
            return;
        }
        if (type != MessageType.OFFER) {
            tally.count(ClientCount.DROPPED_NOT_AWAITED);
            return;
        }
        if (Lease.of(message, now, chance) == null) {
            tally.count(ClientCount.DROPPED_NONSENSE);
            return;
        }
        tally.count(ClientCount.OFFERS);
        DhcpMessage best = offer;
        if (best == null) {
            offer = message;
            if (settings.offerWait().isZero()) {
                request(now, message);
            } else {
                deadline = now + settings.offerWait().toNanos();
            }
        } else if (message.yourAddress().equals(wanted) && !best.yourAddress().equals(wanted)) {
            offer = message; // the address that the host had is worth most to its connections
        }
    }

    // REQUESTING and REBOOTING

    private void request(long now, DhcpMessage chosen) {
        offer = chosen;
        attempts = 0;
        askedNanos = now;
        become(now, ClientState.REQUESTING, "chooses " + chosen.yourAddress() + " of " + serverOf(chosen));
        sendRequest(now, chosen);
    }

    private void sendRequest(long now, DhcpMessage chosen) {
        sendToAll(messages.request(chosen.yourAddress(), serverOf(chosen)));
        deadline = now + backoff();
    }

    private void requestingTimeout(long now) {
        DhcpMessage chosen = offer;
        if (chosen == null || attempts + 1 >= REQUESTS) {
            init(now, 0, "the server does not answer");
            return;
        }
        again();
        sendRequest(now, chosen);
    }

    private void reboot(long now, Lease earlier) {
        become(now, ClientState.INIT_REBOOT, "was here before");
        messages.begin(now);
        newExchange(now);
        become(now, ClientState.REBOOTING, "asks for " + earlier.address() + " again");
        sendReboot(now, earlier);
    }

    private void sendReboot(long now, Lease earlier) {
        sendToAll(messages.reboot(now, earlier.address()));
        deadline = now + backoff();
    }

    private void rebootingTimeout(long now) {
        Lease earlier = remembered;
        if (earlier == null || attempts + 1 >= REBOOT_REQUESTS) {
            // RFC 2131 §3.2 would let it use the address unasked until the lease ends; but it may be on another
            // network.
            wanted = earlier == null ? wanted : earlier.address();
            init(now, 0, "nobody knows it here");
            return;
        }
        again();
        sendReboot(now, earlier);
    }

    // The answer to a REQUEST, in each state that sends one

    private void answered(long now, DhcpMessage message, MessageType type) {
        if (type != MessageType.ACK && type != MessageType.NAK) {
            tally.count(ClientCount.DROPPED_NOT_AWAITED);
            return;
        }
        Ipv4Address asked = askedServer();
        if (asked != null && !asked.equals(serverOf(message))) {
            tally.count(ClientCount.DROPPED_OTHER_SERVER);
        } else if (type == MessageType.NAK) {
            refused(now, message);
        } else {
            accept(now, message);
        }
    }

    /** The only server whose answer counts; null for any. */
    private @Nullable Ipv4Address askedServer() {
        DhcpMessage chosen = offer;
        Lease held = lease;
        return switch (state) {
            case REQUESTING -> chosen == null ? null : serverOf(chosen);
            case RENEWING -> held == null ? null : held.server();
            default -> null;
        };
    }

    private void refused(long now, DhcpMessage nak) {
        tally.count(ClientCount.NAKS);
        String words = nak.options().text(OptionCode.MESSAGE);
        String why = "refused by " + serverOf(nak) + (words == null ? "" : ": " + words);
        giveUp(why);
        remembered = null;
        // At once at first; a server that offers and refuses for ever does not get a storm.
        long wait = naks == 0 ? 0 : Math.min(SECOND << Math.min(naks - 1, 6), LONGEST_NAK_WAIT);
        naks++;
        wanted = Ipv4Address.ANY;
        init(now, wait, why);
    }

    private void accept(long now, DhcpMessage ack) {
        Lease fresh = Lease.of(ack, askedNanos, chance);
        Ipv4Address expected = expectedAddress();
        if (fresh == null || (expected != null && !expected.equals(fresh.address()))) {
            tally.count(ClientCount.DROPPED_NONSENSE);
            return;
        }
        tally.count(ClientCount.ACKS);
        offer = null;
        deadline = Timer.NEVER;
        if (state.hasAddress() || !settings.checkAddress()) {
            bind(now, fresh, "granted by " + fresh.server());
            return;
        }
        candidate = fresh;
        check = new AddressCheck(now, mac, fresh.address(), chance);
        become(now, ClientState.CHECKING, "granted by " + fresh.server());
    }

    private @Nullable Ipv4Address expectedAddress() {
        DhcpMessage chosen = offer;
        Lease held = lease;
        Lease earlier = remembered;
        return switch (state) {
            case REQUESTING -> chosen == null ? null : chosen.yourAddress();
            case REBOOTING -> earlier == null ? null : earlier.address();
            case RENEWING, REBINDING -> held == null ? null : held.address();
            default -> null;
        };
    }

    private void bind(long now, Lease fresh, String why) {
        Lease before = lease;
        candidate = null;
        lease = fresh;
        remembered = fresh;
        wanted = fresh.address();
        naks = 0;
        become(now, ClientState.BOUND, why);
        deadline = fresh.renewNanos();
        actions.add(new ClientAction.Configure(fresh, before));
        AddressCheck passed = check;
        if (before == null && passed != null) {
            passed.announce(now);
        }
    }

    private void decline(long now, Lease taken, MacAddress by) {
        newExchange(now);
        sendToAll(messages.decline(taken));
        String why = taken.address() + " is in use by " + by;
        giveUp(why);
        remembered = null;
        wanted = Ipv4Address.ANY;
        init(now, DECLINE_WAIT, why);
    }

    // BOUND, RENEWING and REBINDING

    private void leaseTimeout(long now) {
        Lease held = lease;
        if (held == null) {
            return;
        }
        if (now >= held.expiresNanos()) {
            tally.count(ClientCount.EXPIRED);
            giveUp("the lease has ended");
            remembered = null;
            init(now, 0, "the lease has ended");
        } else if (now >= held.rebindNanos()) {
            if (state != ClientState.REBINDING) {
                newExchange(now);
                become(now, ClientState.REBINDING, "T2 has passed");
            } else {
                again();
            }
            sendExtension(now, held, Ipv4Address.BROADCAST, held.expiresNanos());
        } else if (state == ClientState.BOUND) {
            renewing(now, "T1 has passed");
        } else {
            again();
            sendExtension(now, held, held.server(), held.rebindNanos());
        }
    }

    private void renewing(long now, String why) {
        Lease held = lease;
        if (held != null) {
            messages.begin(now);
            newExchange(now);
            become(now, ClientState.RENEWING, why);
            sendExtension(now, held, held.server(), held.rebindNanos());
        }
    }

    private void sendExtension(long now, Lease held, Ipv4Address to, long until) {
        askedNanos = now; // each of these asks anew: the old lease runs on meanwhile
        send(messages.extension(now, held.address()), held.address(), to);
        // RFC 2131 §4.4.5: half of what is left, and not less than a minute.
        long wait = until == Timer.NEVER ? LONGEST_WAIT : Math.max((until - now) / 2, LEAST_RENEWAL_WAIT);
        deadline = until - now < wait ? until : now + wait;
    }

    // INFORM

    private void sendInform(long now) {
        send(messages.inform(informedFor), informedFor, Ipv4Address.BROADCAST);
        deadline = now + backoff();
    }

    private void informingTimeout(long now) {
        if (attempts + 1 >= INFORMS) {
            stop(now, "nobody answers");
            return;
        }
        again();
        sendInform(now);
    }

    private void informed(long now, DhcpMessage message, MessageType type) {
        if (type != MessageType.ACK) {
            tally.count(ClientCount.DROPPED_NOT_AWAITED);
            return;
        }
        tally.count(ClientCount.ACKS);
        deadline = Timer.NEVER;
        become(now, ClientState.INFORMED, "told by " + serverOf(message));
        actions.add(new ClientAction.Informed(message.options()));
    }

    // What they share

    private void giveUp(String why) {
        Lease had = lease;
        lease = null;
        if (had != null) {
            actions.add(new ClientAction.Deconfigure(had, why));
        }
    }

    private void newExchange(long now) {
        messages.transaction(chance.nextInt());
        attempts = 0;
        askedNanos = now;
    }

    private void again() {
        attempts++;
        tally.count(ClientCount.RETRANSMITTED);
    }

    private long backoff() {
        long wait = Math.min(FIRST_WAIT << Math.min(attempts, 8), LONGEST_WAIT);
        return wait - SECOND + chance.nextLong(2 * SECOND + 1);
    }

    private void sendToAll(DhcpMessage message) {
        send(message, Ipv4Address.ANY, Ipv4Address.BROADCAST);
    }

    private void send(DhcpMessage message, Ipv4Address from, Ipv4Address to) {
        tally.count(ClientCount.SENT);
        actions.add(new ClientAction.Send(message, from, to));
    }

    private void become(long now, ClientState next, String why) {
        ClientState before = state;
        state = next;
        ClientEvent.Observer watching = observer;
        if (watching != null) {
            watching.observed(now, new ClientEvent(before, next, why));
        }
    }

    private static @Nullable Ipv4Address serverOf(DhcpMessage message) {
        return message.options().address(OptionCode.SERVER_IDENTIFIER);
    }
}
