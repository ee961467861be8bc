package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpListener;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Address;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.MacAddress;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A packet that is passed on, or belongs to an established connection, makes no garbage. */
class SteadyStateTest {
    private static final int WARM_UP = 60_000;
    private static final int MEASURED = 200_000;

    private final PacketPool pool = new PacketPool();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aForwardedPacketAllocatesNothing(boolean isV4) {
        Host router = new Host("r", 1, pool);
        router.sysctl().set("net.ipv4.ip_forward", "1");
        router.sysctl().set("net.ipv6.conf.all.forwarding", "1");
        Sink out = new Sink();
        NetInterface in = router.addEthernet("eth0", new MacAddress(0x0200_0000_0001L), 1500, new Sink());
        NetInterface away = router.addEthernet("eth1", new MacAddress(0x0200_0000_0002L), 1500, out);
        in.add(0, InterfaceAddress.of("10.0.1.1/24"));
        away.add(0, InterfaceAddress.of("10.0.2.1/24"));
        in.add(0, InterfaceAddress.of("2001:db8:1::1/64"));
        away.add(0, InterfaceAddress.of("2001:db8:2::1/64"));
        SmallWorld.route(router, "10.0.0.0/8", "10.0.2.2");
        SmallWorld.route(router, "2001:db8::/32", "2001:db8:2::2");
        MacAddress next = new MacAddress(0x0200_0000_0003L);
        router.neighbours().setPermanent(away, IpAddress.of("10.0.2.2"), next);
        router.neighbours().setPermanent(away, IpAddress.of("2001:db8:2::2"), next);

        long now = 0;
        for (int i = 0; i < WARM_UP; i++) {
            in.receive(now, passing(isV4));
            router.run(now++);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < MEASURED; i++) {
            in.receive(now, passing(isV4));
            router.run(now++);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(out.packets).isEqualTo(WARM_UP + MEASURED);
        assertThat((double) allocated / MEASURED).isLessThan(1.0);
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void aBulkTransferOverRealHostsAllocatesNothingPerSegment() throws Exception {
        Cable cable = new Cable();
        Host a = new Host("a", 1, pool);
        Host b = new Host("b", 1, pool);
        a.addEthernet("eth0", new MacAddress(0x0200_0000_0001L), 1500, cable.left)
                .add(0, InterfaceAddress.of("10.0.0.1/24"));
        b.addEthernet("eth0", new MacAddress(0x0200_0000_0002L), 1500, cable.right)
                .add(0, InterfaceAddress.of("10.0.0.2/24"));
        TcpListener listener = b.tcp().listen(Endpoint.of("10.0.0.2:80"), 8, TcpSettings.DEFAULT);
        TcpConnection client = a.tcp().connect(0, Endpoint.of("10.0.0.2:80"), TcpSettings.DEFAULT);
        long now = 0;
        for (int i = 0; i < 8; i++) {
            now += 50_000;
            cable.carry(now, a, b);
        }
        TcpConnection server = listener.accept();
        assertThat(server).isNotNull();

        byte[] data = new byte[64 * 1024];
        byte[] sink = new byte[64 * 1024];
        long received = 0;
        long before = 0;
        long segmentsBefore = 0;
        for (int turn = 0; turn < 6_000; turn++) {
            if (turn == 3_000) {
                before = threads.getCurrentThreadAllocatedBytes();
                segmentsBefore = b.counters().get(Mib.TCP_IN_SEGMENTS);
            }
            now += 50_000;
            client.send(now, data, 0, data.length);
            cable.carry(now, a, b);
            received += Math.max(0, server.receive(now, sink, 0, sink.length));
            cable.carry(now, a, b);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        long segments = b.counters().get(Mib.TCP_IN_SEGMENTS) - segmentsBefore;

        assertThat(received).isGreaterThan(10_000_000L);
        assertThat(a.counters().get(Mib.TCP_RETRANSMITTED_SEGMENTS)).isZero();
        assertThat((double) allocated / segments).isLessThan(1.0);
    }

    /** Two queues, emptied in turn. */
    private static final class Cable {
        final End left = new End();
        final End right = new End();

        private final class End implements LinkPort {
            final ArrayDeque<Packet> sent = new ArrayDeque<>(4096);
            NetInterface of;

            @Override
            public void attached(NetInterface to) {
                of = to;
            }

            @Override
            public boolean transmit(long now, Packet frame) {
                sent.add(frame);
                return true;
            }
        }

        void carry(long now, Host a, Host b) {
            a.onTimeout(now);
            b.onTimeout(now);
            a.run(now);
            b.run(now);
            while (!left.sent.isEmpty() || !right.sent.isEmpty()) {
                for (Packet p = left.sent.poll(); p != null; p = left.sent.poll()) {
                    right.of.receive(now, p);
                }
                b.run(now);
                for (Packet p = right.sent.poll(); p != null; p = right.sent.poll()) {
                    left.of.receive(now, p);
                }
                a.run(now);
            }
        }
    }

    private Packet passing(boolean isV4) {
        int header = EthernetHeader.BYTES + (isV4 ? Ipv4Header.BYTES : Ipv6Header.BYTES);
        Packet frame = pool.take(Packet.HEADROOM, header + 100);
        byte[] b = frame.bytes;
        int at = frame.start;
        EthernetHeader.putDestination(b, at, 0x0200_0000_0001L);
        EthernetHeader.putSource(b, at, 0x0200_0000_0009L);
        EthernetHeader.putEtherType(b, at, isV4 ? 0x0800 : 0x86dd);
        int ip = at + EthernetHeader.BYTES;
        if (isV4) {
            Ipv4Header.write(b, ip, 0, 120, 1, 0, 64, IpProtocol.UDP, FROM4.bits(), TO4.bits());
        } else {
            Ipv6Header.write(b, ip, 0, 0, 100, IpProtocol.UDP, 64);
            Ipv6Header.putSource(b, ip, FROM6.high(), FROM6.low());
            Ipv6Header.putDestination(b, ip, TO6.high(), TO6.low());
        }
        return frame;
    }

    private static final Ipv4Address FROM4 = Ipv4Address.of("10.0.1.9");
    private static final Ipv4Address TO4 = Ipv4Address.of("10.9.9.9");
    private static final Ipv6Address FROM6 = Ipv6Address.of("2001:db8:1::9");
    private static final Ipv6Address TO6 = Ipv6Address.of("2001:db8:9::9");
}
