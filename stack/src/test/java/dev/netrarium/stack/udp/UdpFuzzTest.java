package dev.netrarium.stack.udp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.Ipv6Address;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Whatever comes from the wire, UDP neither throws nor leaks; and in the steady state it allocates nothing. */
class UdpFuzzTest {
    private final TwoHosts hosts = new TwoHosts();

    @Test
    void mutatedPacketsAreTakenOrDroppedAndNothingLeaks() throws UdpException {
        hosts.left.network.recording = false;
        hosts.right.network.recording = false;
        RandomStream chance = RandomStream.of(7, "udp", "fuzz");
        UdpSettings shared = UdpSettings.DEFAULT.withReuseAddress(true).withReceiveErrors(true);
        UdpEndpoint[] servers = {
            hosts.right.udp.bind(Endpoint.of("[::]:9"), shared),
            hosts.right.udp.bind(Endpoint.of("192.0.2.2:9"), shared),
            hosts.right.udp.bind(Endpoint.of("192.0.2.2:9"), shared),
        };
        UdpEndpoint client = hosts.left.bind(Ipv6Address.ANY, 4000);
        servers[2].connect(Endpoint.of("192.0.2.1:4000"));
        byte[] data = new byte[2000];
        Endpoint[] targets = {Endpoint.of("192.0.2.2:9"), Endpoint.of("[2001:db8::2]:9"), Endpoint.of("192.0.2.2:10")};
        for (int round = 0; round < 200_000; round++) {
            client.takeError();
            client.send(round, data, 0, chance.nextInt(round % 50 == 0 ? 2000 : 64), targets[chance.nextInt(3)]);
            Packet packet = hosts.left.network.sent.remove();
            for (int flips = chance.nextInt(4); flips > 0; flips--) {
                int at = packet.transport + chance.nextInt(Math.min(16, packet.end - packet.transport));
                packet.bytes[at] = (byte) chance.nextInt();
            }
            if (chance.chance(0.2)) {
                packet.end = packet.transport + chance.nextInt(packet.end - packet.transport + 1);
            }
            packet.toMany = chance.chance(0.1);
            if (chance.chance(0.5)) {
                packet.checksum = Packet.ChecksumState.VERIFIED;
            }
            if (chance.chance(0.05)) {
                IcmpError error = new IcmpError.PacketTooBig(IpAddress.of("192.0.2.99"), chance.nextInt());
                hosts.right.udp.icmpError(round, error, packet);
            }
            hosts.right.udp.receive(round, packet);
        }
        assertThat(hosts.pool.outstanding()).isLessThan(3 * 100);
        for (UdpEndpoint server : servers) {
            server.close(0);
        }
        assertThat(hosts.pool.outstanding()).isZero();
    }

    @Test
    void sendingAndReceivingAllocatesNothingOnceWarm() throws UdpException {
        UdpEndpoint server = hosts.right.bind(Ipv6Address.ANY, 9);
        UdpEndpoint client = hosts.left.bind(Ipv6Address.ANY, 4000);
        byte[] data = new byte[1200];
        Endpoint to = Endpoint.of("192.0.2.2:9");
        UdpDatagram into = new UdpDatagram(1500);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) { // the compiler's own work may count in early rounds
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                client.send(i, data, 0, data.length, to);
                hosts.right.udp.receive(i, hosts.left.network.sent.remove());
                server.receive(into);
                into.from();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(into.from().address()).isEqualTo(IpAddress.of("192.0.2.1"));
        assertThat(least).isLessThan(1000); // bytes for a thousand datagrams
    }
}
