package dev.netrarium.stack.tcp;

import dev.netrarium.stack.SipHash;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;

/** Chooses local ports from Linux's range by RFC 6056 §3.3.4: a secret place per destination, and a counter. */
final class EphemeralPorts {
    static final int FIRST = 32768;
    static final int LAST = 60999;

    private static final int COUNT = LAST - FIRST + 1;
    private static final int COUNTERS = 256;

    private final SipHash hash;
    private final PortSpace ports;
    private final int[] counters = new int[COUNTERS];

    EphemeralPorts(SipHash hash, PortSpace ports) {
        this.hash = hash;
        this.ports = ports;
    }

    /** Says whether a four-tuple with this local port may be used for a new connection. */
    interface Unused {
        boolean test(int localPort);
    }

    /** A port for a connection; -1 when all are taken. */
    int toConnect(IpAddress local, Endpoint remote, Unused unused) {
        long place = hash.secret(
                5,
                local.high(),
                local.low(),
                remote.address().high(),
                remote.address().low(),
                remote.port());
        int counter = (int) (place >>> 56) & (COUNTERS - 1);
        int offset = (int) ((place & 0x7fffffffL) % COUNT);
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + Math.floorMod(offset + counters[counter]++, COUNT);
            if (ports.isShareable(port, local) && unused.test(port)) {
                return port;
            }
        }
        return -1;
    }

    /** A port to bind, for an endpoint that names none; -1 when all are taken. */
    int toBind(PortUse.Scope scope, IpAddress address, boolean reuseAddress) {
        int offset = (int) ((hash.secret(2, address.high(), address.low(), 0, 0, 0) & 0x7fffffffL) % COUNT);
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + Math.floorMod(offset + counters[0]++, COUNT);
            if (!ports.conflicts(port, scope, address, reuseAddress)) {
                return port;
            }
        }
        return -1;
    }
}
