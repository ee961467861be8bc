package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.Packet;
import dev.netrarium.wire.IpFamily;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While somebody traces, each segment says which command, packet, timer or loss made TCP send it. */
class CauseTest {
    private long nextId = 100;

    private static Conversation traced(IpFamily family) {
        Conversation c = new Conversation(family);
        c.network.tracing = true;
        return c;
    }

    private long receive(Conversation c, String text) {
        Packet packet = c.build(text);
        long id = nextId++;
        packet.id = id;
        c.tcp.receive(c.now, packet);
        c.run();
        return id;
    }

    private static List<Cause> causes(Conversation c) {
        List<Cause> causes = new ArrayList<>();
        for (Packet p : c.network.sent) {
            causes.add(p.cause);
        }
        c.discardSent();
        return causes;
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void everySegmentOfAClientsLifeHasItsCause(IpFamily family) throws TcpException {
        Conversation c = traced(family).connect(TcpSettings.DEFAULT);
        assertThat(causes(c)).containsExactly(new Cause.Command("connect"));
        c.at(1000);
        assertThat(causes(c)).containsExactly(new Cause.Retransmission("time-out", 1));
        long synAck = receive(c, "S. 0:0(0) ack 1 win 2000 <mss 1000>");
        assertThat(causes(c)).containsExactly(new Cause.Answer(synAck, "completes the handshake"));
        c.offer(3000);
        assertThat(causes(c)).containsExactly(new Cause.Command("send"), new Cause.Command("send"));
        long ack = receive(c, ". 1:1(0) ack 1001 win 2000");
        assertThat(causes(c)).containsExactly(new Cause.Answer(ack, "lets more be sent"));
        c.at(10_000);
        List<Cause> again = causes(c);
        assertThat(again).hasSizeGreaterThan(1);
        assertThat(again.getFirst()).isEqualTo(new Cause.Retransmission("time-out", 1));
        assertThat(again.get(1)).isEqualTo(new Cause.Retransmission("time-out", 2));
        receive(c, ". 1:1(0) ack 3001 win 2000");
        c.shutdown();
        assertThat(causes(c)).containsExactly(new Cause.Command("shutdown"));
        receive(c, ". 1:1(0) ack 3002 win 2000");
        long fin = receive(c, "F. 1:1(0) ack 3002 win 2000");
        assertThat(causes(c)).containsExactly(new Cause.Answer(fin, "acknowledges the FIN"));
        long late = receive(c, "F. 1:1(0) ack 3002 win 2000");
        assertThat(causes(c)).containsExactly(new Cause.Answer(late, "the connection is in TIME-WAIT"));
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void timersAreNamed(IpFamily family) throws TcpException {
        Conversation c = traced(family)
                .listen(8, TcpSettings.DEFAULT.withKeepAlive(true).withKeepAliveSchedule(50, 10, 3))
                .established("mss 1000", 1000, 20);
        c.write(1500).discardSent();
        receive(c, ". 1:1(0) ack 1001 win 0");
        c.at(1000);
        assertThat(causes(c)).first().isEqualTo(new Cause.Expired("persist"));
        receive(c, ". 1:1(0) ack 1001 win 2000");
        c.discardSent();
        receive(c, ". 1:1(0) ack 1501 win 2000");
        c.at(60_000);
        assertThat(causes(c)).first().isEqualTo(new Cause.Expired("keep-alive"));
        receive(c, "P. 1:11(10) ack 1501 win 2000");
        c.read(10).write(10).discardSent();
        receive(c, "P. 11:21(10) ack 1511 win 2000");
        c.read(10);
        c.at(60_300);
        assertThat(causes(c)).containsExactly(new Cause.Expired("delayed ACK"));
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aRepairSaysWhyAndWhatFollowsItIsNoRepair(IpFamily family) throws TcpException {
        Conversation c = traced(family).established("mss 1000", 60_000, 20);
        c.offer(25_000);
        c.discardSent();
        for (int i = 0; i < 2; i++) {
            receive(c, ". 1:1(0) ack 1 win 60000");
        }
        c.discardSent();
        receive(c, ". 1:1(0) ack 1 win 60000");
        assertThat(causes(c)).containsExactly(new Cause.Retransmission("3 duplicate ACKs", 1));
        long ack = receive(c, ". 1:1(0) ack 12001 win 60000");
        assertThat(causes(c)).isNotEmpty().containsOnly(new Cause.Answer(ack, "lets more be sent"));
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void resetsAndChallengesNameThePacket(IpFamily family) throws TcpException {
        Conversation c = traced(family);
        long stray = receive(c, ". 5:5(0) ack 77 win 65535");
        assertThat(causes(c)).containsExactly(new Cause.Answer(stray, "nobody listens on the port"));
        c.established();
        c.at(1000);
        long guess = receive(c, "R 5000:5000(0) win 0");
        assertThat(causes(c))
                .containsExactly(new Cause.Answer(guess, "a reset inside the window, but not at its edge"));
    }
}
