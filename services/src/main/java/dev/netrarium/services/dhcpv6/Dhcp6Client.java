package dev.netrarium.services.dhcpv6;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv6Address;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The DHCPv6 client of one interface (RFC 8415 §18.2): one address, or what there is beside addresses. After each verb
 * {@link #poll} tells what is to be done.
 */
public final class Dhcp6Client {
    private static final long SECOND = 1_000_000_000L;
    private static final long FOR_EVER = 0xffff_ffffL;

    /** SOL_MAX_DELAY and INF_MAX_DELAY. */
    private static final long LONGEST_DELAY = SECOND;

    private final ByteString duid;
    private final int association;
    private final boolean rapidCommit;
    private final RandomStream chance;
    private final Retransmission retransmission;
    private final ArrayDeque<Dhcp6Action> actions = new ArrayDeque<>();
    private Dhcp6State state = Dhcp6State.STOPPED;
    private int transactionId;
    private long begunNanos;
    private long delayedUntil = Timer.NEVER;
    private @Nullable ByteString server;
    private @Nullable Ipv6Address address;
    private @Nullable Ipv6Address leaving;
    private long renewNanos = Timer.NEVER;
    private long rebindNanos = Timer.NEVER;
    private long expiresNanos = Timer.NEVER;
    private long dropped;

    /**
     * @param association IAID: the interface's number
     */
    public Dhcp6Client(ByteString duid, int association, boolean rapidCommit, RandomStream chance) {
        this.duid = duid;
        this.association = association;
        this.rapidCommit = rapidCommit;
        this.chance = chance;
        this.retransmission = new Retransmission(chance);
    }

    public Dhcp6State state() {
        return state;
    }

    /** The address in use, or null. */
    public @Nullable Ipv6Address address() {
        return state.hasAddress() ? address : null;
    }

    /** Messages that were not awaited or make no sense. */
    public long dropped() {
        return dropped;
    }

    /** Begins to get an address. */
    public void start(long now) {
        begin(now, Dhcp6State.SOLICITING);
    }

    /** Begins to ask for what there is beside addresses. */
    public void inform(long now) {
        begin(now, Dhcp6State.INFORMING);
    }

    /** Gives the address back. */
    public void release(long now) {
        leave(now, Dhcp6State.RELEASING, Retransmission.Parameters.RELEASE, "released");
    }

    /** Says that somebody else uses the address, as duplicate address detection has found out. */
    public void decline(long now) {
        leave(now, Dhcp6State.DECLINING, Retransmission.Parameters.DECLINE, "somebody else uses it");
    }

    /** Ends without a word. */
    public void stop(String why) {
        giveUp(why);
        state = Dhcp6State.STOPPED;
        delayedUntil = Timer.NEVER;
        retransmission.end();
    }

    public @Nullable Dhcp6Action poll() {
        return actions.poll();
    }

    /** When {@link #onTimeout} must be called, or {@link Timer#NEVER}. */
    public long nextTimeout() {
        long next = Math.min(delayedUntil, retransmission.deadline());
        if (state.hasAddress()) {
            next = Math.min(next, expiresNanos);
            next = state == Dhcp6State.BOUND ? Math.min(next, renewNanos) : next;
            next = state == Dhcp6State.RENEWING ? Math.min(next, rebindNanos) : next;
        }
        return next;
    }

    public void onTimeout(long now) {
        if (state.hasAddress() && now >= expiresNanos) {
            giveUp("its time is over");
            begin(now, Dhcp6State.SOLICITING);
        } else if (now >= delayedUntil) {
            delayedUntil = Timer.NEVER;
            boolean isInforming = state == Dhcp6State.INFORMING;
            exchange(
                    now,
                    state,
                    isInforming ? Retransmission.Parameters.INFORMATION_REQUEST : Retransmission.Parameters.SOLICIT);
        } else if (state == Dhcp6State.BOUND && now >= renewNanos) {
            exchange(now, Dhcp6State.RENEWING, Retransmission.Parameters.RENEW);
        } else if (state == Dhcp6State.RENEWING && now >= rebindNanos) {
            exchange(now, Dhcp6State.REBINDING, Retransmission.Parameters.REBIND);
        } else if (now >= retransmission.deadline()) {
            if (retransmission.again(now)) {
                send(now);
            } else if (state == Dhcp6State.REQUESTING || state == Dhcp6State.DECLINING) {
                begin(now, Dhcp6State.SOLICITING);
            } else {
                state = Dhcp6State.STOPPED; // a release that nobody confirms is one all the same (§18.2.7)
            }
        }
    }

    /** Takes a message that came to port 546. */
    public void receive(long now, Dhcp6Message message) {
        ByteString from = message.find(Dhcp6Option.SERVER_IDENTIFIER);
        boolean isForUs = message.transactionId() == transactionId
                && (state == Dhcp6State.INFORMING || duid.equals(message.find(Dhcp6Option.CLIENT_IDENTIFIER)));
        if (from == null || !isForUs) {
            dropped++;
            return;
        }
        boolean isRapid = rapidCommit && message.has(Dhcp6Option.RAPID_COMMIT);
        boolean isAwaited = message.type() == Dhcp6Type.REPLY
                ? state != Dhcp6State.SOLICITING || isRapid
                : message.type() == Dhcp6Type.ADVERTISE && state == Dhcp6State.SOLICITING;
        if (!isAwaited || delayedUntil != Timer.NEVER) {
            dropped++;
            return;
        }
        switch (state) {
            case SOLICITING, REQUESTING, RENEWING, REBINDING -> answered(now, message, from);
            case INFORMING -> {
                retransmission.end();
                state = Dhcp6State.INFORMED;
                actions.add(new Dhcp6Action.Informed(message));
            }
            case RELEASING -> {
                retransmission.end();
                state = Dhcp6State.STOPPED;
            }
            case DECLINING -> begin(now, Dhcp6State.SOLICITING);
            case STOPPED, BOUND, INFORMED -> dropped++;
        }
    }

    private void answered(long now, Dhcp6Message message, ByteString from) {
        IdentityAssociation mine = null;
        for (IdentityAssociation each : message.associations()) {
            mine = each.id() == association ? each : mine;
        }
        boolean isGranted = mine != null
                && mine.status() == Dhcp6Status.SUCCESS
                && message.status() == Dhcp6Status.SUCCESS
                && !mine.addresses().isEmpty()
                && mine.addresses().getFirst().validSeconds() > 0
                && mine.addresses().getFirst().validSeconds()
                        >= mine.addresses().getFirst().preferredSeconds();
        if (mine == null || !isGranted) {
            refused(now, mine);
        } else if (message.type() == Dhcp6Type.ADVERTISE) {
            server = from;
            exchange(now, Dhcp6State.REQUESTING, Retransmission.Parameters.REQUEST);
        } else {
            server = from;
            bind(now, message, mine);
        }
    }

    /** No addresses: goes on asking (§18.2.9). No binding: asks for one (§18.2.10.1). */
    private void refused(long now, @Nullable IdentityAssociation mine) {
        dropped++;
        if (mine != null && mine.status() == Dhcp6Status.NO_BINDING && state.hasAddress()) {
            exchange(now, Dhcp6State.REQUESTING, Retransmission.Parameters.REQUEST);
        }
    }

    private void bind(long now, Dhcp6Message message, IdentityAssociation mine) {
        IdentityAssociation.Address given = mine.addresses().getFirst();
        Ipv6Address before = address;
        if (before != null && !before.equals(given.address())) {
            giveUp("another was given");
        }
        retransmission.end();
        long preferred = given.preferredSeconds();
        address = given.address();
        renewNanos = after(now, mine.t1Seconds() != 0 ? mine.t1Seconds() : Math.max(1, preferred / 2));
        rebindNanos = after(now, mine.t2Seconds() != 0 ? mine.t2Seconds() : Math.max(1, preferred * 4 / 5));
        expiresNanos = after(now, given.validSeconds());
        state = Dhcp6State.BOUND;
        actions.add(new Dhcp6Action.Configure(given.address(), message));
    }

    private void begin(long now, Dhcp6State next) {
        giveUp("it begins anew");
        retransmission.end();
        leaving = null;
        state = next;
        delayedUntil = now + chance.nextLong(LONGEST_DELAY);
    }

    private void leave(long now, Dhcp6State next, Retransmission.Parameters parameters, String why) {
        Ipv6Address had = address;
        if (had == null || !state.hasAddress()) {
            stop(why);
            return;
        }
        actions.add(new Dhcp6Action.Deconfigure(had, why)); // §18.2.7: not used any more while it is being given back
        leaving = had;
        address = null;
        exchange(now, next, parameters);
    }

    private void giveUp(String why) {
        Ipv6Address had = address;
        address = null;
        if (had != null) {
            actions.add(new Dhcp6Action.Deconfigure(had, why));
        }
    }

    private void exchange(long now, Dhcp6State next, Retransmission.Parameters parameters) {
        state = next;
        transactionId = chance.nextInt(1 << 24);
        begunNanos = now;
        retransmission.begin(now, parameters);
        send(now);
    }

    private void send(long now) {
        Dhcp6Type type = switch (state) {
            case SOLICITING -> Dhcp6Type.SOLICIT;
            case REQUESTING -> Dhcp6Type.REQUEST;
            case RENEWING -> Dhcp6Type.RENEW;
            case REBINDING -> Dhcp6Type.REBIND;
            case RELEASING -> Dhcp6Type.RELEASE;
            case DECLINING -> Dhcp6Type.DECLINE;
            default -> Dhcp6Type.INFORMATION_REQUEST;
        };
        List<Dhcp6Option> options = new ArrayList<>();
        options.add(new Dhcp6Option(Dhcp6Option.CLIENT_IDENTIFIER, duid));
        ByteString chosen = server;
        boolean names = type == Dhcp6Type.REQUEST
                || type == Dhcp6Type.RENEW
                || type == Dhcp6Type.RELEASE
                || type == Dhcp6Type.DECLINE;
        if (names && chosen != null) {
            options.add(new Dhcp6Option(Dhcp6Option.SERVER_IDENTIFIER, chosen));
        }
        long hundredths = Math.min((now - begunNanos) / (SECOND / 100), 0xffff);
        options.add(Dhcp6Option.ofU16(Dhcp6Option.ELAPSED_TIME, (int) hundredths));
        byte[] wanted = new byte[4];
        BigEndian.put16(wanted, 0, Dhcp6Option.NAME_SERVERS);
        BigEndian.put16(wanted, 2, Dhcp6Option.DOMAIN_SEARCH);
        options.add(new Dhcp6Option(Dhcp6Option.OPTION_REQUEST, ByteString.copyOf(wanted)));
        if (type == Dhcp6Type.SOLICIT && rapidCommit) {
            options.add(new Dhcp6Option(Dhcp6Option.RAPID_COMMIT, ByteString.EMPTY));
        }
        if (type != Dhcp6Type.INFORMATION_REQUEST) {
            Ipv6Address held = leaving != null ? leaving : address;
            List<IdentityAssociation.Address> addresses =
                    held == null ? List.of() : List.of(new IdentityAssociation.Address(held, 0, 0));
            options.add(new IdentityAssociation(association, 0, 0, addresses, Dhcp6Status.SUCCESS).encode());
        }
        actions.add(new Dhcp6Action.Send(new Dhcp6Message(type, transactionId, options)));
    }

    private static long after(long now, long seconds) {
        long sum = now + seconds * SECOND;
        return seconds >= FOR_EVER || sum < 0 ? Timer.NEVER : sum;
    }
}
