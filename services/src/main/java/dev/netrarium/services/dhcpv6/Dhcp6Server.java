package dev.netrarium.services.dhcpv6;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.NameList;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A DHCPv6 server of one link (RFC 8415 §18.3). A message in, the answer out: it keeps bindings, and no more of them than its
 * pool has addresses. ADVERTISE keeps nothing.
 */
public final class Dhcp6Server {
    private static final long SECOND = 1_000_000_000L;

    /** Of one message: more is an attack. */
    private static final int MOST_ASSOCIATIONS = 8;

    private record Key(ByteString duid, int association) {}

    /** An address and whose it is. */
    public record Lease(Ipv6Address address, ByteString duid, int association, long endsNanos) {}

    private static final class Binding {
        private static final Comparator<Binding> BY_END =
                Comparator.comparingLong((Binding b) -> b.endsNanos).thenComparingInt(b -> b.index);

        final int index;
        Key key;
        long endsNanos;
        boolean isDeclined;

        Binding(int index, Key key) {
            this.index = index;
            this.key = key;
        }
    }

    private final Dhcp6ServerSettings settings;
    private final ByteString duid;
    private final Map<Key, Binding> byKey = new LinkedHashMap<>();
    private final TreeSet<Binding> byEnd = new TreeSet<>(Binding.BY_END);
    private final BitSet used = new BitSet();
    private long dropped;

    public Dhcp6Server(Dhcp6ServerSettings settings, ByteString duid) {
        this.settings = settings;
        this.duid = duid;
    }

    /** Messages that the RFC has servers drop (§16). */
    public long dropped() {
        return dropped;
    }

    /** Addresses that are leased now. */
    public List<Lease> leases(long now) {
        List<Lease> all = new ArrayList<>();
        for (Binding each : byEnd) {
            if (each.endsNanos > now && !each.isDeclined) {
                all.add(new Lease(addressOf(each), each.key.duid, each.key.association, each.endsNanos));
            }
        }
        return all;
    }

    /** The answer to a message that came to port 547, or null for none. */
    public @Nullable Dhcp6Message receive(long now, Dhcp6Message message) {
        ByteString client = message.find(Dhcp6Option.CLIENT_IDENTIFIER);
        ByteString server = message.find(Dhcp6Option.SERVER_IDENTIFIER);
        if (!isValid(message.type(), client, server)) {
            dropped++;
            return null;
        }
        List<Dhcp6Option> options = new ArrayList<>();
        options.add(new Dhcp6Option(Dhcp6Option.SERVER_IDENTIFIER, duid));
        if (client == null) {
            told(options);
            return new Dhcp6Message(Dhcp6Type.REPLY, message.transactionId(), options);
        }
        options.add(new Dhcp6Option(Dhcp6Option.CLIENT_IDENTIFIER, client));
        boolean isRapid = settings.rapidCommit() && message.has(Dhcp6Option.RAPID_COMMIT);
        Dhcp6Type answer = Dhcp6Type.REPLY;
        List<IdentityAssociation> asked = message.associations();
        for (IdentityAssociation each : asked.subList(0, Math.min(asked.size(), MOST_ASSOCIATIONS))) {
            Key key = new Key(client, each.id());
            switch (message.type()) {
                case SOLICIT, REQUEST ->
                    options.add(give(now, key, message.type() == Dhcp6Type.REQUEST || isRapid)
                            .encode());
                case RENEW, REBIND -> options.add(extend(now, key, each).encode());
                case RELEASE -> release(now, key, each, false);
                case DECLINE -> release(now, key, each, true);
                default -> {}
            }
        }
        switch (message.type()) {
            case SOLICIT -> {
                if (isRapid) {
                    options.add(new Dhcp6Option(Dhcp6Option.RAPID_COMMIT, ByteString.EMPTY));
                } else {
                    answer = Dhcp6Type.ADVERTISE;
                }
            }
            case CONFIRM -> options.add(Dhcp6Option.ofU16(Dhcp6Option.STATUS_CODE, confirm(asked)));
            case RELEASE, DECLINE -> options.add(Dhcp6Option.ofU16(Dhcp6Option.STATUS_CODE, Dhcp6Status.SUCCESS));
            default -> {}
        }
        told(options);
        return new Dhcp6Message(answer, message.transactionId(), options);
    }

    /** RFC 8415 §16: which identifiers each message must and must not have. */
    private boolean isValid(Dhcp6Type type, @Nullable ByteString client, @Nullable ByteString server) {
        return switch (type) {
            case SOLICIT, CONFIRM, REBIND -> client != null && server == null;
            case REQUEST, RENEW, RELEASE, DECLINE -> client != null && duid.equals(server);
            case INFORMATION_REQUEST -> server == null || duid.equals(server);
            case ADVERTISE, REPLY, RECONFIGURE -> false;
        };
    }

    private IdentityAssociation give(long now, Key key, boolean commits) {
        Binding own = byKey.get(key);
        int index = own != null ? own.index : free(now, key);
        if (index < 0) {
            return new IdentityAssociation(key.association, 0, 0, List.of(), Dhcp6Status.NO_ADDRESSES);
        }
        if (commits) {
            bind(now, key, index);
        }
        return granted(key, index);
    }

    private IdentityAssociation extend(long now, Key key, IdentityAssociation asked) {
        Binding own = byKey.get(key);
        if (own == null) {
            return new IdentityAssociation(asked.id(), 0, 0, List.of(), Dhcp6Status.NO_BINDING);
        }
        bind(now, key, own.index);
        return granted(key, own.index);
    }

    private IdentityAssociation granted(Key key, int index) {
        long preferred = settings.preferred().toSeconds();
        IdentityAssociation.Address address = new IdentityAssociation.Address(
                address(index), preferred, settings.valid().toSeconds());
        return new IdentityAssociation(
                key.association, preferred / 2, preferred * 4 / 5, List.of(address), Dhcp6Status.SUCCESS);
    }

    private void release(long now, Key key, IdentityAssociation given, boolean isDeclined) {
        Binding own = byKey.get(key);
        if (own == null
                || given.addresses().stream().noneMatch(each -> each.address().equals(addressOf(own)))) {
            return;
        }
        byEnd.remove(own);
        byKey.remove(key);
        own.isDeclined = isDeclined;
        // Somebody else uses a declined address: left alone for as long as a lease.
        own.endsNanos = isDeclined ? now + settings.valid().toNanos() : now;
        byEnd.add(own);
    }

    private int confirm(List<IdentityAssociation> asked) {
        for (IdentityAssociation each : asked) {
            for (IdentityAssociation.Address address : each.addresses()) {
                if (!settings.prefix().contains(address.address())) {
                    return Dhcp6Status.NOT_ON_LINK;
                }
            }
        }
        return Dhcp6Status.SUCCESS;
    }

    private void bind(long now, Key key, int index) {
        Binding binding = byKey.get(key);
        if (binding == null) {
            Binding oldest = used.get(index) ? byEnd.first() : null;
            binding = oldest == null ? new Binding(index, key) : oldest;
            if (oldest != null) {
                byKey.remove(oldest.key, oldest);
            }
            used.set(index);
            byKey.put(key, binding);
        }
        byEnd.remove(binding);
        binding.key = key;
        binding.isDeclined = false;
        binding.endsNanos = now + settings.valid().toSeconds() * SECOND;
        byEnd.add(binding);
    }

    /** One that nobody ever had, begun at a place that depends on the client; then the one free for longest; else -1. */
    private int free(long now, Key key) {
        if (settings.size() == 0) {
            return -1;
        }
        int index = used.nextClearBit(Math.floorMod(31 * key.duid.hashCode() + key.association, settings.size()));
        if (index >= settings.size()) {
            index = used.nextClearBit(0);
        }
        if (index < settings.size()) {
            return index;
        }
        Binding oldest = byEnd.first();
        return oldest.endsNanos <= now ? oldest.index : -1;
    }

    private Ipv6Address addressOf(Binding binding) {
        return address(binding.index);
    }

    private Ipv6Address address(int index) {
        return (Ipv6Address) settings.prefix().addressAt(settings.first() + index);
    }

    private void told(List<Dhcp6Option> options) {
        List<Ipv6Address> servers = settings.nameServers();
        if (!servers.isEmpty()) {
            byte[] b = new byte[16 * servers.size()];
            for (int i = 0; i < servers.size(); i++) {
                servers.get(i).writeTo(b, 16 * i);
            }
            options.add(new Dhcp6Option(Dhcp6Option.NAME_SERVERS, ByteString.copyOf(b)));
        }
        List<DomainName> search = settings.search();
        if (!search.isEmpty()) {
            options.add(new Dhcp6Option(Dhcp6Option.DOMAIN_SEARCH, ByteString.copyOf(NameList.write(search))));
        }
    }
}
