package dev.netrarium.stack.udp;

import dev.netrarium.stack.SipHash;
import dev.netrarium.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints with a local address of their own, by local and remote address and port; the remote is all zero for an
 * unconnected one. Open addressing over the 64-bit keyed hash, linear probing, deletion by shifting back. Endpoints that
 * share a key (SO_REUSEADDR) are chained, the last one first.
 */
final class EndpointTable {
    private final SipHash hash;
    private long[] tags = new long[16];
    private @Nullable UdpEndpoint[] heads = new @Nullable UdpEndpoint[16];
    private int size;

    EndpointTable(SipHash hash) {
        this.hash = hash;
    }

    /** The endpoint added last with this key, whose {@link UdpEndpoint#nextSame} leads to the others. */
    @Nullable UdpEndpoint find(long localHigh, long localLow, long remoteHigh, long remoteLow, int ports) {
        long tag = tag(localHigh, localLow, remoteHigh, remoteLow, ports);
        int at = slot(tag);
        UdpEndpoint head;
        while ((head = heads[at]) != null) {
            if (tags[at] == tag && head.hasKey(localHigh, localLow, remoteHigh, remoteLow, ports)) {
                return head;
            }
            at = (at + 1) & (tags.length - 1);
        }
        return null;
    }

    void add(UdpEndpoint endpoint) {
        if (2 * (size + 1) > tags.length) {
            grow();
        }
        long tag = tag(endpoint);
        int at = slot(tag);
        UdpEndpoint head;
        while ((head = heads[at]) != null) {
            if (tags[at] == tag && head.hasKeyOf(endpoint)) {
                endpoint.nextSame = head;
                heads[at] = endpoint;
                return;
            }
            at = (at + 1) & (tags.length - 1);
        }
        endpoint.nextSame = null;
        tags[at] = tag;
        heads[at] = endpoint;
        size++;
    }

    void remove(UdpEndpoint endpoint) {
        long tag = tag(endpoint);
        int at = slot(tag);
        UdpEndpoint head;
        while ((head = heads[at]) != null) {
            if (tags[at] == tag && head.hasKeyOf(endpoint)) {
                heads[at] = head.chainWithout(endpoint);
                if (heads[at] == null) {
                    closeGap(at);
                }
                return;
            }
            at = (at + 1) & (tags.length - 1);
        }
    }

    private long tag(UdpEndpoint e) {
        return tag(e.localHigh, e.localLow, e.remoteHigh, e.remoteLow, e.ports);
    }

    private long tag(long localHigh, long localLow, long remoteHigh, long remoteLow, int ports) {
        if (IpAddress.isMapped(localHigh, localLow) && remoteHigh == 0) {
            return hash.forTable(2, localLow << 32 | (remoteLow & 0xffffffffL), ports, 0, 0, 0);
        }
        return hash.forTable(5, localHigh, localLow, remoteHigh, remoteLow, ports);
    }

    private int slot(long tag) {
        return (int) tag & (tags.length - 1);
    }

    private void closeGap(int gap) {
        int mask = tags.length - 1;
        int at = gap;
        while (true) {
            at = (at + 1) & mask;
            if (heads[at] == null) {
                break;
            }
            int home = slot(tags[at]);
            // An entry may fill the gap unless its home lies cyclically within (gap, at].
            boolean between = gap <= at ? gap < home && home <= at : gap < home || home <= at;
            if (!between) {
                tags[gap] = tags[at];
                heads[gap] = heads[at];
                gap = at;
            }
        }
        heads[gap] = null;
        size--;
    }

    private void grow() {
        long[] oldTags = tags;
        @Nullable UdpEndpoint[] oldHeads = heads;
        tags = new long[oldTags.length * 2];
        heads = new @Nullable UdpEndpoint[oldTags.length * 2];
        for (int i = 0; i < oldTags.length; i++) {
            if (oldHeads[i] != null) {
                int at = slot(oldTags[i]);
                while (heads[at] != null) {
                    at = (at + 1) & (tags.length - 1);
                }
                tags[at] = oldTags[i];
                heads[at] = oldHeads[i];
            }
        }
    }
}
