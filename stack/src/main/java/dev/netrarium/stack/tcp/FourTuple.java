package dev.netrarium.stack.tcp;

import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;

/**
 * What names a connection: both addresses and both ports. Half-open connection, connection and TIME-WAIT entry hand the
 * same object on. Addresses are in their 128-bit form, IPv4 mapped.
 *
 * @param zone the interface name of a link-local remote address, or ""
 */
record FourTuple(long localHigh, long localLow, long remoteHigh, long remoteLow, int ports, String zone) {
    static FourTuple of(IpAddress local, int localPort, Endpoint remote) {
        return new FourTuple(
                local.high(),
                local.low(),
                remote.address().high(),
                remote.address().low(),
                localPort << 16 | remote.port(),
                remote.zone());
    }

    /** Of the segment's receiver. */
    static FourTuple of(Segment segment) {
        return new FourTuple(
                segment.localHigh, segment.localLow, segment.remoteHigh, segment.remoteLow, segment.ports(), "");
    }

    boolean matches(long localHigh, long localLow, long remoteHigh, long remoteLow, int ports) {
        return this.ports == ports
                && this.remoteLow == remoteLow
                && this.localLow == localLow
                && this.remoteHigh == remoteHigh
                && this.localHigh == localHigh;
    }

    boolean isV4() {
        return IpAddress.isMapped(localHigh, localLow);
    }

    int localPort() {
        return ports >>> 16;
    }

    int remotePort() {
        return ports & 0xffff;
    }

    IpAddress localAddress() {
        return IpAddress.ofBits(localHigh, localLow);
    }

    IpAddress remoteAddress() {
        return IpAddress.ofBits(remoteHigh, remoteLow);
    }

    Endpoint local() {
        return new Endpoint(localAddress(), localPort(), zone);
    }

    Endpoint remote() {
        return new Endpoint(remoteAddress(), remotePort(), zone);
    }
}
