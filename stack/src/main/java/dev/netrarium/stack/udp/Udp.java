package dev.netrarium.stack.udp;

import dev.netrarium.stack.Counters;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Network;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.TransportProtocol;
import dev.netrarium.stack.WorkQueue;
import dev.netrarium.wire.Endpoint;
import java.util.List;

/** UDP of one host (RFC 768). */
public final class Udp implements TransportProtocol {
    /**
     * @param chance the host's stream for port numbers and keys
     */
    public Udp(Network network, WorkQueue work, Counters counters, RandomStream chance) {}

    public UdpEndpoint bind(Endpoint local, UdpSettings settings) throws UdpException {
        throw new UnsupportedOperationException();
    }

    public List<UdpSocketEntry> sockets() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void receive(long now, Packet packet) {
        packet.release();
    }

    @Override
    public void icmpError(long now, IcmpError error, Packet quoted) {}
}
