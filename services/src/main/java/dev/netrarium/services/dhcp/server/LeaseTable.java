package dev.netrarium.services.dhcp.server;

import dev.netrarium.stack.SipHash;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The bindings of one subnet. It grows to the size of the pools and the reservations, and no further; nothing looks at all
 * of them but what lists them.
 */
final class LeaseTable {
    private final Subnet subnet;
    private final SipHash secret;
    private final TreeMap<Ipv4Address, Binding> byAddress = new TreeMap<>();
    private final Map<ClientKey, Binding> byClient = new LinkedHashMap<>();
    private final TreeSet<Binding> byEnd = new TreeSet<>(Binding.BY_END);
    private final Map<ByteString, TreeSet<Binding>> byCircuit = new LinkedHashMap<>();

    /** Oldest first. */
    private final LinkedHashSet<Binding> offers = new LinkedHashSet<>();

    /** Longest ago first. */
    private final LinkedHashSet<Binding> declined = new LinkedHashSet<>();

    /** Addresses of the pools, in their order, that a newcomer cannot have because they were given out once. */
    private final BitSet touched = new BitSet();

    private final int poolSize;

    LeaseTable(Subnet subnet, SipHash secret) {
        this.subnet = subnet;
        this.secret = secret;
        int size = 0;
        for (AddressRange pool : subnet.pools()) {
            size = Math.addExact(size, pool.size());
        }
        this.poolSize = size;
        for (Reservation each : subnet.reservations()) {
            touch(each.address());
        }
        // The subnet's own two addresses are no host's, whatever a pool says.
        if (subnet.prefix().length() < 31) {
            touch((Ipv4Address) subnet.prefix().address());
            touch((Ipv4Address) subnet.prefix().broadcast());
        }
    }

    Subnet subnet() {
        return subnet;
    }

    @Nullable Binding of(ClientKey client) {
        return byClient.get(client);
    }

    @Nullable Binding at(Ipv4Address address) {
        return byAddress.get(address);
    }

    /** Addresses that were ever given out. */
    int size() {
        return byAddress.size();
    }

    List<LeaseEntry> list(long now) {
        List<LeaseEntry> all = new ArrayList<>(byAddress.size());
        for (Binding each : byAddress.values()) {
            all.add(each.entry(now));
        }
        return all;
    }

    /** True when this client may have the address: it is reserved for it, or in a pool and reserved for nobody. */
    boolean mayHave(Ipv4Address address, @Nullable Reservation reservation) {
        return reservation != null
                ? reservation.address().equals(address)
                : subnet.isInPool(address) && !subnet.isReserved(address) && !isOwnOfSubnet(address);
    }

    /** True when the address is the client's, or nobody's now. */
    boolean isFreeFor(long now, Ipv4Address address, ClientKey client) {
        Binding there = byAddress.get(address);
        return there == null || (there.belongsTo(client) && there.state != LeaseState.DECLINED) || there.isFree(now);
    }

    /**
     * An address for a client, by this list of preferences (RFC 2131 §4.3.1): the one reserved for it, the one it has or
     * had, the one it asks for, one that nobody ever had, begun at a place that depends on the client, the one that has been
     * free for longest, the one whose offer has been left unanswered for longest, the one declined longest ago.
     *
     * @param declinedUntil declined addresses that are left alone until later than this are not taken
     * @return null when all are taken
     */
    @Nullable Binding choose(
            long now,
            ClientKey client,
            @Nullable Reservation reservation,
            @Nullable Ipv4Address wanted,
            long declinedUntil) {
        if (reservation != null) {
            return isFreeFor(now, reservation.address(), client) ? binding(reservation.address()) : null;
        }
        Binding own = byClient.get(client);
        if (own != null && mayHave(own.address, null)) {
            return own;
        }
        if (wanted != null && mayHave(wanted, null) && isFreeFor(now, wanted, client)) {
            return binding(wanted);
        }
        Ipv4Address fresh = neverUsed(client);
        if (fresh != null) {
            return binding(fresh);
        }
        for (Binding oldest : byEnd) {
            if (!oldest.isFree(now)) {
                break;
            }
            if (mayHave(oldest.address, null)) {
                return oldest;
            }
        }
        for (Binding oldest : offers) {
            if (mayHave(oldest.address, null)) {
                return oldest;
            }
        }
        for (Binding oldest : declined) {
            if (oldest.endsNanos > declinedUntil) {
                break;
            }
            if (mayHave(oldest.address, null)) {
                return oldest;
            }
        }
        return null;
    }

    /** Gives an address to a client in that state until that time. Whatever else is the client's is free from now on. */
    void give(long now, Binding binding, ClientKey client, ByteString hardware, LeaseState state, long endsNanos) {
        Binding other = byClient.get(client);
        if (other != null && other != binding) {
            end(now, other, LeaseState.RELEASED);
            byClient.remove(client);
            other.client = null;
        }
        detach(binding);
        ClientKey before = binding.client;
        if (before != null && !before.equals(client)) {
            byClient.remove(before);
            binding.hostName = "";
        }
        binding.client = client;
        binding.hardware = hardware;
        binding.state = state;
        binding.endsNanos = endsNanos;
        byClient.put(client, binding);
        attach(binding);
    }

    /** Says where the client is. */
    void place(Binding binding, ByteString circuit) {
        detach(binding);
        binding.circuit = circuit;
        attach(binding);
    }

    /** The client has no right to the address any more, but may have it again. */
    void end(long now, Binding binding, LeaseState state) {
        detach(binding);
        binding.state = state;
        binding.endsNanos = Math.min(binding.endsNanos, now);
        attach(binding);
    }

    /** Somebody uses the address without a lease. */
    void decline(Binding binding, long untilNanos) {
        detach(binding);
        ClientKey before = binding.client;
        if (before != null) {
            byClient.remove(before);
        }
        binding.client = null;
        binding.hostName = "";
        binding.state = LeaseState.DECLINED;
        binding.endsNanos = untilNanos;
        attach(binding);
    }

    /** Takes over what the log says. */
    void restore(long now, LeaseEntry entry) {
        Binding binding = binding(entry.address());
        ClientKey client = entry.client();
        if (client == null) {
            decline(binding, entry.endsNanos());
            return;
        }
        give(now, binding, client, entry.hardware(), entry.state(), entry.endsNanos());
        binding.hostName = entry.hostName();
        place(binding, entry.circuit());
    }

    /** Leases that run behind a circuit. */
    int leasesOf(long now, ByteString circuit) {
        TreeSet<Binding> there = byCircuit.get(circuit);
        if (there == null) {
            return 0;
        }
        while (!there.isEmpty() && there.getFirst().isFree(now)) {
            there.removeFirst();
        }
        return there.size();
    }

    /** The binding of an address; made when there is none. */
    Binding binding(Ipv4Address address) {
        Binding there = byAddress.get(address);
        if (there == null) {
            there = new Binding(address);
            byAddress.put(address, there);
            byEnd.add(there);
            touch(address);
        }
        return there;
    }

    private void detach(Binding binding) {
        byEnd.remove(binding);
        offers.remove(binding);
        declined.remove(binding);
        TreeSet<Binding> there = byCircuit.get(binding.circuit);
        if (there != null) {
            there.remove(binding);
            if (there.isEmpty()) {
                byCircuit.remove(binding.circuit);
            }
        }
    }

    private void attach(Binding binding) {
        byEnd.add(binding);
        if (binding.state == LeaseState.OFFERED) {
            offers.add(binding);
        }
        if (binding.state == LeaseState.DECLINED) {
            declined.add(binding);
        }
        if (binding.state == LeaseState.LEASED && !binding.circuit.isEmpty()) {
            byCircuit
                    .computeIfAbsent(binding.circuit, c -> new TreeSet<>(Binding.BY_END))
                    .add(binding);
        }
    }

    private @Nullable Ipv4Address neverUsed(ClientKey client) {
        if (poolSize == 0) {
            return null;
        }
        int begin = (int) Long.remainderUnsigned(hash(client), poolSize);
        int index = touched.nextClearBit(begin);
        if (index >= poolSize) {
            index = touched.nextClearBit(0);
        }
        return index >= poolSize ? null : addressAt(index);
    }

    private Ipv4Address addressAt(int index) {
        int left = index;
        for (AddressRange pool : subnet.pools()) {
            if (left < pool.size()) {
                return new Ipv4Address(pool.first().bits() + left);
            }
            left -= pool.size();
        }
        throw new IndexOutOfBoundsException(index);
    }

    private void touch(Ipv4Address address) {
        int before = 0;
        for (AddressRange pool : subnet.pools()) {
            if (pool.contains(address)) {
                touched.set(before + address.bits() - pool.first().bits());
            }
            before += pool.size();
        }
    }

    private boolean isOwnOfSubnet(Ipv4Address address) {
        return subnet.prefix().length() < 31
                && (address.equals(subnet.prefix().address())
                        || address.equals(subnet.prefix().broadcast()));
    }

    /** Eight bytes a round, each with the sum so far. */
    private long hash(ClientKey client) {
        byte[] b = client.bytes().toByteArray();
        long sum = b.length;
        for (int at = 0; at < b.length; at += 8) {
            byte[] eight = new byte[8];
            System.arraycopy(b, at, eight, 0, Math.min(8, b.length - at));
            sum = secret.forTable(2, sum, BigEndian.i64(eight, 0), 0, 0, 0);
        }
        return sum;
    }
}
