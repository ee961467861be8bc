package dev.netrarium.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.drill.system.SentPacket;
import dev.netrarium.wire.TcpHeader;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A host that sends what it should not is found out: a runner that cannot fail proves nothing. */
class RunnerCanFailTest {
    private static final String WRITES = Scripts.ACCEPTED + """
            +.1 write(4, ..., 500) = 500
            +0  > P. 1:501(500) ack 1
            """;

    private static String complaint(UnaryOperator<SentPacket> seenAs, String script) {
        List<ScriptResult> results = WrongSystem.drill(seenAs).run("t.pkt", script);
        assertThat(results).hasSize(2).noneMatch(ScriptResult::passed);
        return results.getFirst().explanation();
    }

    @Test
    void theScriptHoldsWhenNothingIsChanged() {
        assertThat(new Drill(false).run("t.pkt", WRITES)).allMatch(ScriptResult::passed);
    }

    @Test
    void aFlippedPushIsSeen() {
        WrongPackets.Change flip = (b, at) -> {
            if (WrongPackets.hasData(b, at)) {
                TcpHeader.putOffsetAndFlags(
                        b, at, TcpHeader.headerBytes(b, at), TcpHeader.flags(b, at) ^ TcpHeader.PSH);
            }
        };
        assertThat(complaint(WrongPackets.changed(flip), WRITES))
                .startsWith("t.pkt:9: packet: flags: expected P., seen .")
                .contains("expect > P. 1:501(500) ack 1")
                .contains("seen   > . 1:501(500) ack 1")
                .contains("socket ESTAB snd_cwnd 10");
    }

    @Test
    void anAckOneTooLargeIsSeen() {
        WrongPackets.Change more = (b, at) -> {
            if (WrongPackets.hasData(b, at)) {
                TcpHeader.putAcknowledgmentNumber(b, at, TcpHeader.acknowledgmentNumber(b, at) + 1);
            }
        };
        assertThat(complaint(WrongPackets.changed(more), WRITES)).contains("ack: expected 1, seen 2");
    }

    @Test
    void aSequenceNumberOneTooLargeIsSeen() {
        WrongPackets.Change more = (b, at) -> {
            if (WrongPackets.hasData(b, at)) {
                TcpHeader.putSequenceNumber(b, at, TcpHeader.sequenceNumber(b, at) + 1);
            }
        };
        assertThat(complaint(WrongPackets.changed(more), WRITES)).contains("sequence number: expected 1, seen 2");
    }

    @Test
    void aMissingOptionIsSeen() {
        WrongPackets.Change noScale = (b, at) -> {
            if ((TcpHeader.flags(b, at) & TcpHeader.SYN) != 0) {
                for (int i = TcpHeader.headerBytes(b, at) - 4; i < TcpHeader.headerBytes(b, at); i++) {
                    b[at + i] = 1;
                }
            }
        };
        assertThat(complaint(WrongPackets.changed(noScale), WRITES))
                .contains("options: expected <mss 1460,nop,nop,sackOK,nop,wscale 8>,"
                        + " seen <mss 1460,nop,nop,sackOK,nop,nop,nop,nop>");
    }

    @Test
    void tenMillisecondsAreSeen() {
        assertThat(complaint(sent -> new SentPacket(sent.bytes(), sent.nanos() + 10_000_000), WRITES))
                .contains("time: packet leaves at 0.010000, expected at 0.000000 (0.010000 late");
    }

    @Test
    void aWrongChecksumIsSeen() {
        UnaryOperator<SentPacket> wrong = sent -> {
            byte[] b = sent.bytes().clone();
            b[b.length - 1] ^= 1;
            return new SentPacket(b, sent.nanos());
        };
        assertThat(complaint(wrong, WRITES))
                .contains("integrity: expected a sound packet, seen wrong transport checksum");
    }

    @Test
    void aPacketThatNeverComesIsMissed() {
        assertThat(complaint(UnaryOperator.identity(), Scripts.ACCEPTED + "+0 > P. 1:501(500) ack 1"))
                .contains("no packet from the host by");
    }

    @Test
    void anAuditFindsWhatHangsOnTheOrderOfEqualTimes() {
        // The SYN-ACK comes exactly when the SYN is to be sent again.
        List<ScriptResult> results = new Drill(true).run("tie-v4.pkt", """
                0  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
                +0 > S 0:0(0) <...>
                +1 < S. 0:0(0) ack 1 win 1000 <mss 1000>
                +0 > . 1:1(0) ack 1
                """);
        assertThat(results).hasSize(1);
        assertThat(results.getFirst().passed()).isFalse();
        assertThat(results.getFirst().notes())
                .contains("tie-sensitive: with packets before timers of the same time it passes");
    }

    @Test
    void aWrongResultIsSeen() {
        assertThat(complaint(UnaryOperator.identity(), Scripts.ACCEPTED + "+0 write(4, ..., 500) = 400"))
                .contains("result: expected 400, seen 500");
        assertThat(complaint(
                        UnaryOperator.identity(), Scripts.ACCEPTED + "+0 write(9, ..., 500) = -1 EPIPE (Broken pipe)"))
                .contains("result: expected -1 EPIPE, seen -1 EBADF");
    }

    @Test
    void aCallThatReturnsTooEarlyIsSeen() {
        assertThat(complaint(UnaryOperator.identity(), Scripts.ACCEPTED + "+0...0.500 write(4, ..., 500) = 500"))
                .contains("time: write returns at 0.100000, expected at 0.600000");
    }

    @Test
    void anAssertionThatDoesNotHoldIsSeen() {
        assertThat(complaint(UnaryOperator.identity(), Scripts.ACCEPTED + "+0 %{ assert tcpi_snd_cwnd == 4 }%"))
                .contains("assert tcpi_snd_cwnd == 4 {tcpi_snd_cwnd=10}");
    }
}
