package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpListener;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A program that has IP packets instead of a wire. */
class PacketPortTest {
    private final PacketPool pool = new PacketPool();
    private final Host host = new Host("h", 1, pool);
    private final PacketPort port = new PacketPort(4);
    private final NetInterface tun0 = host.addPointToPoint("tun0", 1500, port);

    @Test
    void anEchoRequestGoesInAndTheReplyComesOut() {
        tun0.add(0, InterfaceAddress.of("10.8.0.1/24"));
        assertThat(port.bits() & Readiness.READABLE).isZero();
        byte[] request = echo("10.8.0.2", "10.8.0.1");
        assertThat(port.offer(0, request, 0, request.length)).isTrue();
        host.run(0);

        assertThat(port.bits() & Readiness.READABLE).isNotZero();
        byte[] reply = port.take(0);
        assertThat(Ipv4Header.parse(reply, 0, reply.length).source()).isEqualTo(IpAddress.of("10.8.0.1"));
        assertThat(Icmpv4Message.type(reply, 20)).isEqualTo(Icmpv4Message.ECHO_REPLY);
        assertThat(port.take(0)).isNull();
        assertThat(port.bits() & Readiness.READABLE).isZero();
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void aFullPortHoldsBackInTheInterfacesQueue() {
        tun0.add(0, InterfaceAddress.of("10.8.0.1/24"));
        byte[] request = echo("10.8.0.2", "10.8.0.1");
        for (int i = 0; i < 10; i++) {
            port.offer(0, request, 0, request.length);
        }
        assertThat(pool.outstanding()).isEqualTo(6);
        for (int i = 0; i < 10; i++) {
            assertThat(port.take(0)).as("packet %d", i).isNotNull();
        }
        assertThat(port.take(0)).isNull();
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void nonsenseIsDroppedAndCounted() {
        assertThat(new PacketPort(1).offer(0, new byte[20], 0, 20)).isFalse();
        assertThat(port.offer(0, new byte[0], 0, 0)).isFalse();
        byte[] junk = {0x11, 0x22, 0x33};
        assertThat(port.offer(0, junk, 0, 3)).isTrue();
        assertThat(host.counters().get(Mib.LINK_RECEIVE_DROPS)).isEqualTo(1);
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void aHostThatAcceptsAnyAddressEndsOtherPeoplesConnections() throws Exception {
        // tun2socks: whatever a client connects to, this host answers in the server's name.
        Host client = new Host("client", 1, pool);
        PacketPort end = new PacketPort(100);
        client.addPointToPoint("tun0", 1500, end).add(0, InterfaceAddress.of("10.8.0.2/24"));
        client.routes().add(Route.onLink(IpPrefix.ALL_IPV4, client.interfaceNamed("tun0")));
        client.routes().add(Route.onLink(IpPrefix.ALL_IPV6, client.interfaceNamed("tun0")));
        client.interfaceNamed("tun0").add(0, InterfaceAddress.of("fd00::2/64"));
        host.routes().add(Route.onLink(IpPrefix.ALL_IPV4, tun0));
        host.routes().add(Route.onLink(IpPrefix.ALL_IPV6, tun0));
        host.acceptAny(true);
        TcpListener listener = host.tcp().listenAny(16, TcpSettings.DEFAULT);

        for (String server : new String[] {"203.0.113.7:443", "[2001:db8::7]:8080"}) {
            TcpConnection connection = client.tcp().connect(0, Endpoint.of(server), TcpSettings.DEFAULT);
            exchange(client, end);
            TcpConnection taken = listener.accept();
            assertThat(taken).as(server).isNotNull();
            assertThat(taken.local()).isEqualTo(Endpoint.of(server));
            byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
            taken.send(0, hello, 0, hello.length);
            exchange(client, end);
            byte[] got = new byte[5];
            assertThat(connection.receive(0, got, 0, 5)).isEqualTo(5);
            assertThat(got).isEqualTo(hello);
        }
    }

    private void exchange(Host client, PacketPort end) {
        for (int i = 0; i < 10; i++) {
            client.run(0);
            for (byte[] p = end.take(0); p != null; p = end.take(0)) {
                port.offer(0, p, 0, p.length);
                host.run(0);
            }
            host.run(0);
            for (byte[] p = port.take(0); p != null; p = port.take(0)) {
                end.offer(0, p, 0, p.length);
                client.run(0);
            }
        }
    }

    private static byte[] echo(String from, String to) {
        byte[] b = new byte[Ipv4Header.BYTES + 16];
        int source = Ipv4Address.of(from).bits();
        int destination = Ipv4Address.of(to).bits();
        Ipv4Header.write(b, 0, 0, b.length, 1, 0, 64, IpProtocol.ICMP, source, destination);
        b[20] = Icmpv4Message.ECHO_REQUEST;
        Icmpv4Message.completeChecksum(b, 20, b.length);
        return b;
    }
}
