package dev.netrarium.services.dhcp.server;

import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.Ipv4Address;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Addresses that are being pinged before they are offered (RFC 2131 §2.2), and for whom. */
final class OfferProbes {
    /** Pings at a time; beyond, addresses are offered unasked, since the client asks too. */
    static final int MOST = 256;

    /** An offer that waits. */
    static final class Probe {
        final Binding binding;
        final LeaseTable table;
        final long deadline;
        DhcpMessage message;
        Arrival arrival;

        Probe(Binding binding, LeaseTable table, long deadline, DhcpMessage message, Arrival arrival) {
            this.binding = binding;
            this.table = table;
            this.deadline = deadline;
            this.message = message;
            this.arrival = arrival;
        }
    }

    private final long timeoutNanos;

    /** All wait equally long, so they end in the order in which they began. */
    private final Map<Ipv4Address, Probe> waiting = new LinkedHashMap<>();

    OfferProbes(long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
    }

    boolean isOn() {
        return timeoutNanos > 0;
    }

    boolean hasRoom() {
        return waiting.size() < MOST;
    }

    @Nullable Probe of(Ipv4Address address) {
        return waiting.get(address);
    }

    void begin(long now, Binding binding, LeaseTable table, DhcpMessage message, Arrival arrival) {
        waiting.put(binding.address, new Probe(binding, table, now + timeoutNanos, message, arrival));
    }

    @Nullable Probe remove(Ipv4Address address) {
        return waiting.remove(address);
    }

    long nextTimeout() {
        return waiting.isEmpty() ? Timer.NEVER : waiting.values().iterator().next().deadline;
    }

    /** One whose time is over, or null. */
    @Nullable Probe takeDue(long now) {
        if (nextTimeout() > now) {
            return null;
        }
        Probe first = waiting.values().iterator().next();
        waiting.remove(first.binding.address);
        return first;
    }
}
