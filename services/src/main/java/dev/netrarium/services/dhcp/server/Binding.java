package dev.netrarium.services.dhcp.server;

import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** An address that the server has given out at some time, and whose it is or was. */
final class Binding {
    /** Those that end first come first. */
    static final Comparator<Binding> BY_END =
            Comparator.comparingLong((Binding b) -> b.endsNanos).thenComparing(b -> b.address);

    final Ipv4Address address;
    LeaseState state = LeaseState.EXPIRED;

    @Nullable ClientKey client;

    ByteString hardware = ByteString.EMPTY;
    String hostName = "";
    ByteString circuit = ByteString.EMPTY;
    long endsNanos;

    Binding(Ipv4Address address) {
        this.address = address;
    }

    boolean isFree(long now) {
        return endsNanos <= now;
    }

    boolean isLeased(long now) {
        return state == LeaseState.LEASED && endsNanos > now;
    }

    boolean belongsTo(ClientKey key) {
        return key.equals(client);
    }

    LeaseEntry entry(long now) {
        LeaseState seen = state == LeaseState.LEASED && isFree(now) ? LeaseState.EXPIRED : state;
        return new LeaseEntry(address, seen, client, hardware, hostName, circuit, endsNanos);
    }
}
