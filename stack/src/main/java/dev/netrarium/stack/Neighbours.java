package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.MacAddress;
import java.util.List;

/** Who is on the links of a host, and under which link address: the ARP and neighbour-discovery caches. */
public final class Neighbours {
    Neighbours(Host host) {}

    /** All entries, by interface and address. */
    public List<NeighbourEntry> list() {
        throw new UnsupportedOperationException();
    }

    /** Forgets everybody but permanent entries. */
    public void flush(long now) {
        throw new UnsupportedOperationException();
    }

    /** Says where a neighbour is, for good. */
    public void setPermanent(NetInterface on, IpAddress address, MacAddress link) {
        throw new UnsupportedOperationException();
    }

    /** Forgets one neighbour; false when it was not known. */
    public boolean remove(long now, NetInterface on, IpAddress address) {
        throw new UnsupportedOperationException();
    }
}
