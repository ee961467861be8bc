package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.rig.BulkTransfer;
import dev.netrarium.stack.rig.LinkConditions;
import dev.netrarium.stack.rig.Rig;
import dev.netrarium.stack.rig.RigHost;
import dev.netrarium.stack.rig.RigLink;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Buffers that grow by themselves: 1 Gbit/s over 100 ms is a window of 12.5 MB, 190 times what a connection starts with. */
class LongFatPathTest {
    private static final long BITS_PER_SECOND = 1_000_000_000;
    private static final int QUEUE_BYTES = 12_500_000;
    private static final IpAddress SERVER = IpAddress.of("2001:db8::2");

    private final Rig rig = Rig.seeded(1);
    private final RigLink link =
            rig.link(LinkConditions.IDEAL.withDelay(Duration.ofMillis(50)).withBandwidth(BITS_PER_SECOND, QUEUE_BYTES));

    private BulkTransfer transfer(String receiveBuffer, String sendBuffer, TcpSettings settings) throws TcpException {
        TcpConfig config =
                TcpConfig.linux().with("net.ipv4.tcp_rmem", receiveBuffer).with("net.ipv4.tcp_wmem", sendBuffer);
        RigHost client = RigHost.at(rig, link.left(), "client", config, IpAddress.of("2001:db8::1"));
        RigHost server = RigHost.at(rig, link.right(), "server", config, SERVER);
        return BulkTransfer.start(
                rig,
                client,
                client.tcp(),
                server,
                server.tcp(),
                Endpoint.of(SERVER, 80),
                Long.MAX_VALUE,
                settings,
                settings,
                false);
    }

    /** The share of the line that carries data in the given second. */
    private double fill(BulkTransfer t, int second) {
        rig.run(Duration.ofSeconds(second).minusNanos(rig.now()));
        long before = t.bytesRead();
        rig.run(Duration.ofSeconds(1));
        return (t.bytesRead() - before) * 8.0 / BITS_PER_SECOND;
    }

    @Test
    void maximaOf32MegabytesFillTheLine() throws TcpException {
        BulkTransfer t = transfer("4096 131072 33554432", "4096 16384 33554432", TcpSettings.DEFAULT);
        assertThat(fill(t, 2)).isGreaterThan(0.9);
        TcpInfo sender = t.client().info(rig.now());
        assertThat(sender.sendWindowBytes()).isBetween(12_500_000, 16 << 20);
        assertThat(sender.totalRetransmits()).isZero();
    }

    @Test
    void theReceiversMaximumBoundsTheWindow() throws TcpException {
        BulkTransfer t = transfer("4096 131072 6291456", "4096 16384 33554432", TcpSettings.DEFAULT);
        assertThat(fill(t, 3)).isBetween(0.20, 0.26); // half of 6 MiB each 100 ms
    }

    @Test
    void theSendersMaximumBoundsWhatFlies() throws TcpException {
        BulkTransfer t = transfer("4096 131072 33554432", "4096 16384 4194304", TcpSettings.DEFAULT);
        assertThat(fill(t, 3))
                .isBetween(0.20, 0.34); // two thirds to all of 4 MiB each 100 ms: a writer waits until a third is free
    }

    @Test
    void aBufferThatTheProgramSetsStaysAsItIs() throws TcpException {
        BulkTransfer t = transfer(
                "4096 131072 33554432", "4096 16384 33554432", TcpSettings.DEFAULT.withReceiveBufferBytes(200_000));
        assertThat(fill(t, 3)).isLessThan(0.017); // 200 kB each 100 ms
    }

    @Test
    void unsentDataStaysBelowItsLowWaterMark() throws TcpException {
        BulkTransfer t = transfer(
                "4096 131072 33554432", "4096 16384 33554432", TcpSettings.DEFAULT.withNotsentLowatBytes(131_072));
        assertThat(fill(t, 2)).isGreaterThan(0.9);
        assertThat(t.client().info(rig.now()).notSentBytes()).isLessThan(131_072 + 65_536);
    }
}
