package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Fq;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.rig.BulkTransfer;
import dev.netrarium.stack.rig.HostEnd;
import dev.netrarium.stack.rig.LinkConditions;
import dev.netrarium.stack.rig.Rig;
import dev.netrarium.stack.rig.RigLink;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** At which rate segments leave, and who holds them back. */
class PacingTest {
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theRateIsTwiceTheWindowPerRoundTripInSlowStartAndAFifthMoreLater(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 60_000, 100);
        Sender sender = c.connection.sender;
        assertThat(sender.pacing.rateBytesPerSecond()).isEqualTo(200_000); // 10 segments of 1000 bytes, 100 ms
        sender.window.ssthresh = 12;
        assertThat(sender.pacing.rateBytesPerSecond()).isEqualTo(120_000);
        c.tcp.config(c.tcp.config().with("net.ipv4.tcp_pacing_ca_ratio", "50"));
        assertThat(sender.pacing.rateBytesPerSecond()).isEqualTo(50_000);
        assertThat(sender.pacing.isActive()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aBoundHoldsSegmentsBackFromTheTenthOn(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withMaxPacingRate(100_000))
                .established("mss 1000", 60_000, 100);
        c.tcp.config(c.tcp.config().with("net.ipv4.tcp_min_tso_segs", "1")); // else they leave in pairs
        c.write(10_000);
        for (int i = 0; i < 9; i++) {
            c.expect(". " + (1 + 1000 * i) + ":" + (1001 + 1000 * i) + "(1000) ack 1");
        }
        c.expect("P. 9001:10001(1000) ack 1");
        c.at(200);
        c.receive(". 1:1(0) ack 10001 win 60000");
        c.write(3000);
        c.expect(". 10001:11001(1000) ack 1"); // it waited long enough: half of its 10 ms are forgiven
        c.expectNothing();
        c.at(205);
        c.expect(". 11001:12001(1000) ack 1");
        c.expectNothing();
        c.at(214);
        c.expectNothing();
        c.at(215);
        c.expect("P. 12001:13001(1000) ack 1");
        c.connection.configure(c.now, c.connection.settings().withMaxPacingRate(Long.MAX_VALUE));
        c.connection.sender.window.segments = 25;
        c.run();
        c.write(2000);
        c.expectNothing(); // what went before was that large; from now on cwnd says how fast
        c.at(225);
        c.expect(". 13001:14001(1000) ack 1");
        c.expectNothing();
        c.at(227);
        c.expect("P. 14001:15001(1000) ack 1");
    }

    /** A shallow queue of 16 packets behind hosts that send bursts, or pace them by fq. */
    @Test
    void fqSmoothsWhatAShallowQueueWouldDrop() throws TcpException {
        long unpaced = readInTwoSeconds(false);
        long paced = readInTwoSeconds(true);
        assertThat(paced).isGreaterThan(unpaced);
    }

    private static long readInTwoSeconds(boolean byFq) throws TcpException {
        LinkConditions line =
                LinkConditions.IDEAL.withDelay(Duration.ofMillis(10)).withBandwidth(50_000_000, 24_000);
        Rig rig = Rig.seeded(3);
        RigLink link = rig.link(line);
        HostEnd a = HostEnd.at(rig, link.left(), "a", InterfaceAddress.of("192.0.2.1/24"));
        HostEnd b = HostEnd.at(rig, link.right(), "b", InterfaceAddress.of("192.0.2.2/24"));
        if (byFq) {
            a.netInterface().queue(new Fq(RandomStream.of(3, "a", "fq")));
        }
        BulkTransfer t = BulkTransfer.start(
                rig,
                a,
                a.host().tcp(),
                b,
                b.host().tcp(),
                Endpoint.of(IpAddress.of("192.0.2.2"), 80),
                Long.MAX_VALUE,
                TcpSettings.DEFAULT,
                TcpSettings.DEFAULT,
                false);
        rig.run(Duration.ofSeconds(2));
        return t.bytesRead();
    }
}
