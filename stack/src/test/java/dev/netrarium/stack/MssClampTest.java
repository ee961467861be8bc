package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpListener;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.TcpHeader;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A router that lowers the MSS of SYNs to what its links take. */
class MssClampTest {
    private final SmallWorld world = new SmallWorld();

    @ParameterizedTest
    @CsvSource({"10.0.3.2, 1360", "2001:db8:3::2, 1340"})
    void bothSidesLearnWhatTheNarrowLinkTakes(String server, int mss) throws TcpException {
        Chain chain = new Chain(world, 1400);
        MssClamp.on(chain.r1);
        TcpListener listener = chain.right.tcp().listen(Endpoint.of(IpAddress.of(server), 80), 1, TcpSettings.DEFAULT);
        TcpConnection client =
                chain.left.tcp().connect(chain.left.now(), Endpoint.of(IpAddress.of(server), 80), TcpSettings.DEFAULT);
        chain.left.run(chain.left.now());
        world.pass(Duration.ofSeconds(1));
        TcpConnection accepted = listener.accept();
        assertThat(accepted).isNotNull();
        // 12 bytes of each segment are timestamps.
        assertThat(client.info(0).sendMssBytes()).isEqualTo(mss - 12);
        assertThat(accepted.info(0).sendMssBytes()).isEqualTo(mss - 12);
    }

    /** A SYN with these options, forwarded from an interface of 1500 bytes to one of {@code mtu}. */
    private Packet forwarded(byte[] options, int mtu) {
        Host router = world.router("r");
        NetInterface in = world.join(router, world.wire(), "10.9.1.1/24");
        NetInterface out = world.join(router, world.wire(), mtu, "10.9.2.1/24");
        int header = TcpHeader.BYTES + options.length;
        Packet p = world.pool.take(Packet.HEADROOM, Ipv4Header.BYTES + header);
        byte[] b = p.bytes;
        p.network = p.start;
        p.transport = p.start + Ipv4Header.BYTES;
        int from = Ipv4Address.of("10.9.1.2").bits();
        int to = Ipv4Address.of("10.9.2.2").bits();
        Ipv4Header.write(b, p.network, 0, Ipv4Header.BYTES + header, 1, 0, 63, IpProtocol.TCP, from, to);
        java.util.Arrays.fill(b, p.transport, p.end, (byte) 0);
        TcpHeader.putOffsetAndFlags(b, p.transport, header, TcpHeader.SYN);
        System.arraycopy(options, 0, b, p.transport + TcpHeader.BYTES, options.length);
        long sum = Checksum.pseudoHeader(IpFamily.IPV4, b, p.network, IpProtocol.TCP, header);
        TcpHeader.putChecksum(b, p.transport, Checksum.finish(Checksum.add(sum, b, p.transport, header)));
        MssClamp clamp = MssClamp.on(router);
        assertThat(clamp.filter(0, HookPoint.FORWARD, p, in, out)).isEqualTo(Verdict.ACCEPT);
        sum = Checksum.pseudoHeader(IpFamily.IPV4, b, p.network, IpProtocol.TCP, header);
        assertThat(Checksum.finish(Checksum.add(sum, b, p.transport, header)))
                .as("checksum")
                .isZero();
        return p;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theChecksumStaysRightWhereverTheOptionBegins(int before) {
        byte[] options = {1, 1, 1, 1, 1, 1, 1, 0};
        options[before] = 2;
        options[before + 1] = 4;
        BigEndian.put16(options, before + 2, 1460);
        Packet p = forwarded(options, 1452);
        assertThat(BigEndian.u16(p.bytes, p.transport + 20 + before + 2)).isEqualTo(1412);
    }

    @Test
    void aSmallerMssIsNotRaised() {
        Packet p = forwarded(new byte[] {2, 4, 2, 24}, 1452);
        assertThat(BigEndian.u16(p.bytes, p.transport + 22)).isEqualTo(536);
    }

    @Test
    void optionsThatLieAreLeftAlone() {
        byte[][] lies = {{2, 0, 5, 5}, {3, 40, 2, 4}, {2, 3, 5, 1}, {1, 1, 1, 2}, {0, 2, 4, 5}, {9, 1, 2, 4}};
        for (byte[] lie : lies) {
            Packet p = forwarded(lie.clone(), 1000);
            assertThat(java.util.Arrays.copyOfRange(p.bytes, p.transport + 20, p.transport + 24))
                    .isEqualTo(lie);
        }
    }
}
