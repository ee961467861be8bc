package dev.netrarium.stack;

import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import java.util.Arrays;

/** The raw sockets of a host. Each sees a copy of every packet of its protocol that is for this host. */
public final class RawSockets {
    private static final int MOST = 4096;

    private final Host host;

    /** By protocol; empty arrays where there are none. */
    private final RawEndpoint[][] byProtocol = new RawEndpoint[256][];

    private int open;

    RawSockets(Host host) {
        this.host = host;
        Arrays.fill(byProtocol, new RawEndpoint[0]);
    }

    /**
     * Opens one.
     *
     * @param ipProtocol 0 to 255; 255 ({@code IPPROTO_RAW}) only sends, headers included
     * @throws IllegalArgumentException when there is no such protocol number
     * @throws IllegalStateException when 4096 are open
     */
    public RawEndpoint open(IpFamily family, int ipProtocol) {
        if (ipProtocol < 0 || ipProtocol > 255) {
            throw new IllegalArgumentException("IP protocols are 0 to 255: " + ipProtocol);
        }
        if (open >= MOST) {
            throw new IllegalStateException(host.name() + " has " + MOST + " raw sockets open");
        }
        open++;
        RawEndpoint endpoint = new RawEndpoint(host, family, ipProtocol);
        if (ipProtocol == IpProtocol.RAW) {
            endpoint.headerIncluded(true);
        } else {
            RawEndpoint[] there = byProtocol[ipProtocol];
            RawEndpoint[] more = Arrays.copyOf(there, there.length + 1);
            more[there.length] = endpoint;
            byProtocol[ipProtocol] = more;
        }
        return endpoint;
    }

    void closed(RawEndpoint endpoint) {
        open--;
        int protocol = endpoint.protocol();
        byProtocol[protocol] =
                Arrays.stream(byProtocol[protocol]).filter(e -> e != endpoint).toArray(RawEndpoint[]::new);
    }

    /** Gives copies to those who want them; true when somebody does. The packet stays the caller's. */
    boolean deliver(long now, Packet packet, int protocol) {
        boolean wanted = false;
        for (RawEndpoint endpoint : byProtocol[protocol]) {
            wanted |= endpoint.take(now, packet);
        }
        return wanted;
    }

    void failed(IcmpError error, Packet quoted, int protocol) {
        for (RawEndpoint endpoint : byProtocol[protocol]) {
            endpoint.fail(error, quoted);
        }
    }
}
