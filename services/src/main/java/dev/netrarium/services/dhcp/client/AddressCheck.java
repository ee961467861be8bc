package dev.netrarium.services.dhcp.client;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.ArpPacket;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * Detects that another host uses an address (RFC 5227): three probes before it is used, two announcements when it is, and
 * a watch kept for as long as it is.
 */
final class AddressCheck {
    private static final long SECOND = 1_000_000_000L;

    // RFC 5227 §1.1.
    private static final long PROBE_WAIT = SECOND;
    private static final int PROBES = 3;
    private static final long PROBE_MIN = SECOND;
    private static final long PROBE_MAX = 2 * SECOND;
    private static final long ANNOUNCE_WAIT = 2 * SECOND;
    private static final int ANNOUNCEMENTS = 2;
    private static final long ANNOUNCE_INTERVAL = 2 * SECOND;
    private static final long DEFEND_INTERVAL = 10 * SECOND;

    /** What an ARP packet means for the address. */
    enum Verdict {
        /** Nothing. */
        FREE,
        /** Somebody else claims it, once: to be answered with an announcement (§2.4 (b)). */
        DEFEND,
        /** Somebody else has it. */
        TAKEN
    }

    private final MacAddress mac;
    private final Ipv4Address address;
    private final RandomStream chance;
    private int probesLeft = PROBES;
    private int announcementsLeft;
    private boolean passed;
    private long defendedNanos = Long.MIN_VALUE;
    private long deadline;

    AddressCheck(long now, MacAddress mac, Ipv4Address address, RandomStream chance) {
        this.mac = mac;
        this.address = address;
        this.chance = chance;
        this.deadline = now + chance.nextLong(PROBE_WAIT);
    }

    Ipv4Address address() {
        return address;
    }

    /** True when nobody answered the probes. */
    boolean hasPassed() {
        return passed;
    }

    long nextTimeout() {
        return deadline;
    }

    /** The probe or announcement that is due, or null. */
    @Nullable ArpPacket onTimeout(long now) {
        if (now < deadline) {
            return null;
        }
        if (probesLeft > 0) {
            probesLeft--;
            deadline = now + (probesLeft > 0 ? PROBE_MIN + chance.nextLong(PROBE_MAX - PROBE_MIN) : ANNOUNCE_WAIT);
            return new ArpPacket(ArpPacket.REQUEST, mac, Ipv4Address.ANY, MacAddress.ZERO, address);
        }
        if (!passed) {
            passed = true;
            deadline = Timer.NEVER;
            return null;
        }
        announcementsLeft--;
        deadline = announcementsLeft > 0 ? now + ANNOUNCE_INTERVAL : Timer.NEVER;
        return announcement();
    }

    /** The address is in use now: two announcements, the first at once. */
    void announce(long now) {
        announcementsLeft = ANNOUNCEMENTS;
        deadline = now;
    }

    ArpPacket announcement() {
        return new ArpPacket(ArpPacket.REQUEST, mac, address, MacAddress.ZERO, address);
    }

    Verdict receive(long now, ArpPacket packet) {
        if (packet.senderMac().equals(mac)) {
            return Verdict.FREE;
        }
        boolean claims = packet.senderIp().equals(address);
        // Another host that probes for the same address is a conflict too, but only before it is ours (§2.1.1).
        boolean probes = !passed
                && packet.senderIp().isUnspecified()
                && packet.targetIp().equals(address);
        if (!claims && !probes) {
            return Verdict.FREE;
        }
        if (!passed) {
            return Verdict.TAKEN;
        }
        boolean again = defendedNanos != Long.MIN_VALUE && now - defendedNanos < DEFEND_INTERVAL;
        defendedNanos = now;
        return again ? Verdict.TAKEN : Verdict.DEFEND;
    }
}
