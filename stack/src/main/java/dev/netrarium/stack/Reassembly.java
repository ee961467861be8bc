package dev.netrarium.stack;

import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragments together again, for both families (RFC 791 §3.2, RFC 8200 §4.5). Bounded in bytes: when the buffers of
 * a family are used up, fragments of new datagrams are dropped, as on Linux. Overlaps discard the datagram (RFC 5722).
 */
final class Reassembly {
    private static final int MOST_BYTES = 65535;
    private static final int ECN_NOT_CAPABLE = 1;
    private static final int ECN_CONGESTION = 1 << 3;

    private final Host host;
    private final SipHash first;
    private final SipHash second;

    /** Keyed by a secret 128-bit digest of addresses, protocol and identification. */
    private final AddressMap<Assembly> assemblies = new AddressMap<>(null);

    private int heldIpv4;
    private int heldIpv6;

    Reassembly(Host host) {
        this.host = host;
        RandomStream chance = host.random("reassembly");
        this.first = SipHash.keyedBy(chance);
        this.second = SipHash.keyedBy(chance);
    }

    /** Datagrams that wait for fragments. */
    int waiting() {
        return assemblies.size();
    }

    /** Takes a fragment; gives the datagram when it is whole, else null. */
    @Nullable Packet add(long now, Packet packet) {
        host.counters().add(Mib.IP_REASSEMBLY_REQUIRED);
        return IpFields.isV4(packet) ? addIpv4(now, packet) : addIpv6(now, packet);
    }

    /** The fragments of a datagram have not all come in time. */
    void timedOut(long now, Assembly assembly) {
        take(assembly);
        Packet buffer = assembly.buffer;
        if (assembly.headerBytes > 0) {
            // RFC 792, RFC 8200 §4.5: only where the first fragment is there to be quoted.
            buffer.start = Assembly.DATA - assembly.headerBytes;
            buffer.end = Assembly.DATA + assembly.firstBytes;
            buffer.network = buffer.start;
            if (assembly.isV4) {
                buffer.transport = Assembly.DATA;
            } else {
                Ipv6Extensions.locateTransport(buffer);
            }
            host.icmp().errors().send(now, IcmpProblem.REASSEMBLY_TIME_EXCEEDED, 0, buffer);
        }
        host.drop(now, DropReason.IP_REASSEMBLY_TIMEOUT, buffer);
    }

    private @Nullable Packet addIpv4(long now, Packet packet) {
        byte[] b = packet.bytes;
        int at = packet.network;
        int key = Ipv4Header.protocol(b, at) << 16 | Ipv4Header.identification(b, at);
        int offset = Ipv4Header.fragmentOffsetBytes(b, at);
        boolean more = Ipv4Header.moreFragments(b, at);
        int length = packet.end - packet.transport;
        if (length == 0 || (more && (length & 7) != 0)) {
            host.drop(now, DropReason.IP_REASSEMBLY_FAILED, packet);
            return null;
        }
        return place(now, packet, true, key, packet.transport, offset, length, more);
    }

    private @Nullable Packet addIpv6(long now, Packet packet) {
        byte[] b = packet.bytes;
        int at = packet.transport;
        int data = at + Ipv6Extensions.FRAGMENT_BYTES;
        if (data > packet.end) {
            host.drop(now, DropReason.IP_HEADER_MALFORMED, packet);
            return null;
        }
        int offset = Ipv6Extensions.fragmentOffsetBytes(b, at);
        boolean more = Ipv6Extensions.moreFragments(b, at);
        int length = packet.end - data;
        if (offset == 0 && !more) {
            stripFragmentHeader(packet); // RFC 6946: an atomic fragment stands alone
            host.counters().add(Mib.IP_REASSEMBLED);
            return packet;
        }
        if (more && (length & 7) != 0) {
            host.icmp().errors().send(now, IcmpProblem.PARAMETER, Ipv6Header.PAYLOAD_LENGTH, packet);
            host.drop(now, DropReason.IP_REASSEMBLY_FAILED, packet);
            return null;
        }
        if (offset + length > MOST_BYTES) {
            host.icmp().errors().send(now, IcmpProblem.PARAMETER, at + 2 - packet.network, packet);
            host.drop(now, DropReason.IP_REASSEMBLY_FAILED, packet);
            return null;
        }
        if (length == 0) {
            host.drop(now, DropReason.IP_REASSEMBLY_FAILED, packet);
            return null;
        }
        return place(now, packet, false, Ipv6Extensions.identification(b, at), data, offset, length, more);
    }

    private @Nullable Packet place(
            long now, Packet packet, boolean isV4, int key, int data, int offset, int length, boolean more) {
        int header = data - packet.network;
        if (offset + length > MOST_BYTES || header > Assembly.MOST_HEADER_BYTES) {
            host.drop(now, DropReason.IP_REASSEMBLY_FAILED, packet);
            return null;
        }
        Assembly assembly = find(now, packet, isV4, key, offset + length);
        if (assembly == null) {
            host.drop(now, DropReason.IP_REASSEMBLY_FAILED, packet); // no room for another
            return null;
        }
        Assembly.Added added = assembly.claim(offset, length, more);
        if (added == Assembly.Added.DUPLICATE) {
            host.drop(now, DropReason.IP_REASSEMBLY_DUPLICATE, packet);
            return null;
        }
        if (added == Assembly.Added.CONTRADICTION || !makeRoom(assembly, offset + length)) {
            discard(now, assembly, packet);
            return null;
        }
        assembly.store(offset, packet.bytes, data, length);
        assembly.ecnSeen |= 1 << (IpFields.trafficClass(packet) & 3);
        if (offset == 0) {
            assembly.storeHeader(packet.bytes, packet.network, header, length);
        }
        Packet buffer = assembly.buffer;
        buffer.id = packet.id;
        buffer.parentId = packet.parentId;
        buffer.cause = packet.cause;
        buffer.ingress = packet.ingress;
        buffer.receivedNanos = packet.receivedNanos;
        buffer.toMany = packet.toMany;
        buffer.linkGroup |= packet.linkGroup;
        packet.release();
        return assembly.isComplete() ? finish(now, assembly) : null;
    }

    private @Nullable Packet finish(long now, Assembly assembly) {
        take(assembly);
        Packet whole = assembly.buffer;
        int total = assembly.totalBytes();
        int header = assembly.headerBytes;
        // RFC 3168 §5.3: congestion met by one fragment is congestion met; with a fragment that cannot say so, it is
        // void.
        boolean congested = (assembly.ecnSeen & ECN_CONGESTION) != 0;
        boolean contradicts = congested && (assembly.ecnSeen & ECN_NOT_CAPABLE) != 0;
        int fixed = assembly.isV4 ? 0 : Ipv6Header.BYTES + Ipv6Extensions.FRAGMENT_BYTES;
        if (contradicts || header - fixed + total > MOST_BYTES) {
            host.drop(now, DropReason.IP_REASSEMBLY_FAILED, whole);
            return null;
        }
        byte[] b = whole.bytes;
        whole.start = Assembly.DATA - header;
        whole.end = Assembly.DATA + total;
        whole.network = whole.start;
        if (assembly.isV4) {
            whole.transport = Assembly.DATA;
            Ipv4Header.putTotalLength(b, whole.start, header + total);
            Ipv4Header.putFlagsAndOffset(b, whole.start, 0);
            if (congested) {
                Ipv4Header.putTos(b, whole.start, Ipv4Header.tos(b, whole.start) | 3);
            }
            Ipv4Header.completeChecksum(b, whole.start);
        } else {
            Ipv6Extensions.locateTransport(whole);
            stripFragmentHeader(whole);
            if (congested) {
                Ipv6Header.putTrafficClass(b, whole.start, Ipv6Header.trafficClass(b, whole.start) | 3);
            }
        }
        host.counters().add(Mib.IP_REASSEMBLED);
        return whole;
    }

    /** Takes the fragment header at {@link Packet#transport} out of the chain. */
    private static void stripFragmentHeader(Packet packet) {
        byte[] b = packet.bytes;
        int at = packet.transport;
        b[packet.network + Ipv6Extensions.pointerTo(packet)] = (byte) Ipv6Extensions.nextOfFragment(b, at);
        int before = at - packet.network;
        packet.network += Ipv6Extensions.FRAGMENT_BYTES;
        System.arraycopy(b, packet.network - Ipv6Extensions.FRAGMENT_BYTES, b, packet.network, before);
        packet.start = packet.network;
        packet.transport = at + Ipv6Extensions.FRAGMENT_BYTES;
        Ipv6Header.putPayloadLength(b, packet.network, packet.end - packet.network - Ipv6Header.BYTES);
    }

    private @Nullable Assembly find(long now, Packet packet, boolean isV4, int key, int bytes) {
        long sourceHigh = IpFields.sourceHigh(packet);
        long sourceLow = IpFields.sourceLow(packet);
        long high = IpFields.destinationHigh(packet);
        long low = IpFields.destinationLow(packet);
        long word = (isV4 ? 1L << 40 : 0) | key & 0xffff_ffffL;
        long digestHigh = first.secret(5, sourceHigh, sourceLow, high, low, word);
        long digestLow = second.secret(5, sourceHigh, sourceLow, high, low, word);
        Assembly there = assemblies.get(digestHigh, digestLow);
        if (there != null) {
            return there;
        }
        if (isFull(isV4)) {
            return null;
        }
        Packet buffer = host.packets().take(Assembly.DATA, bytes);
        Assembly fresh = new Assembly(this, isV4, digestHigh, digestLow, buffer);
        charge(fresh, buffer.bytes.length);
        assemblies.put(digestHigh, digestLow, fresh);
        Knobs knobs = host.knobs();
        long seconds = isV4 ? knobs.fragmentSecondsIpv4 : knobs.fragmentSecondsIpv6;
        host.timers().arm(fresh, Deadline.after(now, seconds * 1_000_000_000L));
        return fresh;
    }

    /** False when the family's buffers are used up. */
    private boolean makeRoom(Assembly assembly, int bytes) {
        int have = assembly.buffer.bytes.length;
        if (Assembly.DATA + bytes <= have) {
            return true;
        }
        if (isFull(assembly.isV4)) {
            return false;
        }
        Packet larger = host.packets().take(Assembly.DATA, MOST_BYTES);
        charge(assembly, larger.bytes.length - have);
        assembly.moveTo(larger);
        return true;
    }

    private boolean isFull(boolean isV4) {
        Knobs knobs = host.knobs();
        return isV4 ? heldIpv4 >= knobs.fragmentBytesIpv4 : heldIpv6 >= knobs.fragmentBytesIpv6;
    }

    private void charge(Assembly assembly, int bytes) {
        if (assembly.isV4) {
            heldIpv4 += bytes;
        } else {
            heldIpv6 += bytes;
        }
    }

    private void discard(long now, Assembly assembly, Packet packet) {
        take(assembly);
        host.drop(now, DropReason.IP_REASSEMBLY_FAILED, packet);
        assembly.buffer.release();
    }

    /** Takes an assembly out of the table; its buffer is the caller's. */
    private void take(Assembly assembly) {
        assemblies.remove(assembly.keyHigh, assembly.keyLow);
        host.timers().forget(assembly);
        charge(assembly, -assembly.buffer.bytes.length);
    }
}
