package dev.netrarium.services.dhcp.host;

import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.ReplyTarget;
import dev.netrarium.stack.Errno;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.PacketEndpoint;
import dev.netrarium.stack.udp.UdpEndpoint;
import dev.netrarium.stack.udp.UdpException;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.MacAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends what servers and relay agents say: by UDP to those who have an address, by frames to those who have none. */
final class ReplySender {
    /** A packet socket that only sends: no frame has this type. */
    private static final int NOTHING = 0;

    private final Host host;
    private final UdpEndpoint endpoint;
    private final Map<String, PacketEndpoint> links = new LinkedHashMap<>();
    private long failures;

    ReplySender(Host host, UdpEndpoint endpoint) {
        this.host = host;
        this.endpoint = endpoint;
    }

    /** Messages that could not leave. */
    long failures() {
        return failures;
    }

    void send(long now, String interfaceName, Ipv4Address from, ReplyTarget to, byte[] message) {
        switch (to) {
            case ReplyTarget.Relay relay -> datagram(now, from, relay.address(), DhcpMessage.SERVER_PORT, message);
            case ReplyTarget.Unicast one -> datagram(now, from, one.address(), DhcpMessage.CLIENT_PORT, message);
            case ReplyTarget.Broadcast all ->
                frame(now, interfaceName, from, MacAddress.BROADCAST, Ipv4Address.BROADCAST, message);
            case ReplyTarget.Hardware link -> frame(now, interfaceName, from, link.mac(), link.address(), message);
        }
    }

    /** By UDP from port 67. */
    void datagram(long now, Ipv4Address from, Ipv4Address to, int port, byte[] message) {
        try {
            endpoint.send(
                    now, message, 0, message.length, Endpoint.of(from, DhcpMessage.SERVER_PORT), Endpoint.of(to, port));
        } catch (UdpException e) {
            failures++; // the other side asks again
        }
    }

    private void frame(
            long now, String interfaceName, Ipv4Address from, MacAddress toMac, Ipv4Address to, byte[] message) {
        NetInterface on = host.interfaceNamed(interfaceName);
        @Nullable MacAddress mac = on == null ? null : on.mac();
        if (on == null || mac == null) {
            failures++;
            return;
        }
        PacketEndpoint link =
                links.computeIfAbsent(interfaceName, n -> host.packetSockets().open(on, NOTHING));
        byte[] frame = UdpFrames.build(mac, toMac, from, DhcpMessage.SERVER_PORT, to, DhcpMessage.CLIENT_PORT, message);
        Errno failure = link.send(now, frame, 0, frame.length);
        if (failure != null) {
            failures++;
        }
    }

    void close() {
        links.values().forEach(PacketEndpoint::close);
        links.clear();
    }
}
