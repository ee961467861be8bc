package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TIME-WAIT: two maximum segment lifetimes, what still comes in them, and how a newer connection may cut them short. */
class TimeWaitTest {
    private static final String TIMESTAMPS = "mss 1460,sackOK,TS val 100 ecr 0";

    private static Conversation waiting(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established().close().expect("F. 1:1(0) ack 1");
        return c.receive("F. 1:1(0) ack 2 win 65535").expect(". 2:2(0) ack 2").state(TcpState.TIME_WAIT);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void itLastsSixtySeconds(IpFamily family) throws TcpException {
        Conversation c = waiting(family);
        assertThat(c.tcp.timeWaitCount()).isEqualTo(1);
        c.at(59_999).state(TcpState.TIME_WAIT).at(60_000).expectNothing().state(TcpState.CLOSED);
        assertThat(c.tcp.timeWaitCount()).isZero();
        assertThat(c.states()).endsWith("TIME_WAIT>CLOSED");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aRepeatedFinIsAnsweredAndStartsTheWaitAnew(IpFamily family) throws TcpException {
        Conversation c = waiting(family);
        c.at(40_000).receive("F. 1:1(0) ack 2 win 65535").expect(". 2:2(0) ack 2");
        c.at(99_999).state(TcpState.TIME_WAIT).at(100_000).state(TcpState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aLateSegmentIsAnsweredAndNothingElse(IpFamily family) throws TcpException {
        Conversation c = waiting(family);
        c.at(1000)
                .receive("P. 1:101(100) ack 2 win 65535")
                .expect(". 2:2(0) ack 2")
                .state(TcpState.TIME_WAIT);
        c.at(2000).receive(". 2:2(0) ack 2 win 65535").expectNothing();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSynBeyondTheOldConnectionBeginsANewOne(IpFamily family) throws TcpException {
        Conversation c = waiting(family);
        int old = c.localIsn;
        c.at(1000).receive("S 1000:1000(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 1001");
        assertThat(c.localIsn - old)
                .as("the new ISN lies beyond every old number")
                .isGreaterThan(65535);
        assertThat(c.tcp.timeWaitCount()).isZero();
        assertThat(c.listener.halfOpen()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anOldSynIsAnsweredWithAnAckAndThePeersResetEndsTheWait(IpFamily family) throws TcpException {
        Conversation c = waiting(family);
        c.at(1000)
                .receive("S -1000:-1000(0) win 65535 <mss 1460>")
                .expect(". 2:2(0) ack 2")
                .state(TcpState.TIME_WAIT);
        c.at(1001).receive("R 2:2(0) win 0").expectNothing().state(TcpState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withRfc1337ResetsCannotAssassinateTheWait(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_rfc1337", "1")).established();
        c.close().discardSent().receive("F. 1:1(0) ack 2 win 65535").discardSent();
        c.receive("R 2:2(0) win 0").state(TcpState.TIME_WAIT);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aNewerTimestampProvesASynNew(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established(TIMESTAMPS, 65535);
        c.close().discardSent();
        c.receive("F. 1:1(0) ack 2 win 65535 <nop,nop,TS val 200 ecr last>").discardSent();
        c.at(1000).receive("S -1000:-1000(0) win 65535 <mss 1460,sackOK,TS val 150 ecr 0>"); // old by its timestamp
        c.expect(". 2:2(0) ack 2").state(TcpState.TIME_WAIT);
        c.at(2000)
                .receive("S -1000:-1000(0) win 65535 <mss 1460,sackOK,TS val 300 ecr 0>")
                .expect("S. 0:0(0) ack -999");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSynForAPortThatNobodyListensOnAnyMoreLeavesTheWaitAlone(IpFamily family) throws TcpException {
        Conversation c = waiting(family);
        c.listener.close(c.now);
        c.at(1000)
                .receive("S 1000:1000(0) win 65535 <mss 1460>")
                .expect(". 2:2(0) ack 2")
                .state(TcpState.TIME_WAIT);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theNumberOfWaitersIsBounded(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_max_tw_buckets", "2"));
        c.listen(8);
        for (int i = 0; i < 3; i++) {
            c.peerPort = 50_000 + i;
            c.established().close().discardSent();
            c.receive("F. 1:1(0) ack 2 win 65535").expect(". 2:2(0) ack 2");
        }
        assertThat(c.tcp.timeWaitCount()).isEqualTo(2);
        assertThat(c.count(Mib.TCP_TIME_WAIT_OVERFLOW)).isEqualTo(1);
        c.state(TcpState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aClientMayTakeAWaitingPortAgainWhenTimestampsGuardIt(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_tw_reuse", "1"));
        Endpoint local = Endpoint.of(c.local, 40_001);
        Endpoint remote = Endpoint.of(c.peer, 80);
        c.peerPort = 80;
        c.connection = c.tcp.connect(c.now, local, remote, TcpSettings.DEFAULT.withReuseAddress(true));
        c.run();
        c.expect("S 0:0(0)").receive("S. 0:0(0) ack 1 win 65535 <" + TIMESTAMPS.replace("ecr 0", "ecr last") + ">");
        c.discardSent().close().discardSent();
        c.receive("F. 1:1(0) ack 2 win 65535 <nop,nop,TS val 200 ecr last>")
                .discardSent()
                .state(TcpState.TIME_WAIT);
        int old = c.localIsn;
        TimeWait waiting = (TimeWait) c.tcp.table.find(FourTuple.of(c.local, 40_001, remote));
        c.at(1000);
        assertThat(c.tcp.timeWaits.isReusable(c.now, waiting, false, false))
                .as("after a second")
                .isFalse();
        assertThat(c.tcp.timeWaits.isReusable(c.now + 1, waiting, false, false)).isTrue();
        c.connection = c.tcp.connect(c.now, local, remote, TcpSettings.DEFAULT.withReuseAddress(true));
        c.run();
        c.expect("S 0:0(0)");
        assertThat(c.lastTimestampEcho).as("the SYN shows what was seen last").isEqualTo(200);
        assertThat(c.localIsn - old).isGreaterThan(65535);
        assertThat(c.tcp.timeWaitCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theKnobSaysWhoMayTakeAWaitingPortAndWhen(IpFamily family) throws TcpException {
        for (String reuse : new String[] {"0", "1", "2"}) {
            Conversation c = new Conversation(
                            family,
                            k -> k.with("net.ipv4.tcp_tw_reuse", reuse).with("net.ipv4.tcp_tw_reuse_delay", "10000"))
                    .established(TIMESTAMPS, 65535);
            c.close().discardSent().receive("F. 1:1(0) ack 2 win 65535 <nop,nop,TS val 200 ecr last>");
            TimeWait waiting = (TimeWait) c.tcp.table.find(c.connection.tuple());
            c.at(10_001);
            assertThat(c.tcp.timeWaits.isReusable(c.now, waiting, false, false)).isEqualTo(reuse.equals("1"));
            assertThat(c.tcp.timeWaits.isReusable(c.now, waiting, true, false)).isEqualTo(!reuse.equals("0"));
            assertThat(c.tcp.timeWaits.isReusable(c.now, waiting, false, true))
                    .as("a bound port")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withoutTimestampsNobodyMayTakeIt(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_tw_reuse", "1"));
        Endpoint local = Endpoint.of(c.local, 40_001);
        Endpoint remote = Endpoint.of(c.peer, 80);
        TcpSettings settings = TcpSettings.DEFAULT.withReuseAddress(true);
        c.peerPort = 80;
        c.connection = c.tcp.connect(c.now, local, remote, settings);
        c.run();
        c.expect("S 0:0(0)").receive("S. 0:0(0) ack 1 win 65535 <mss 1460>").discardSent();
        c.close().receive("F. 1:1(0) ack 2 win 65535").discardSent().state(TcpState.TIME_WAIT);
        c.at(59_000);
        assertThatThrownBy(() -> c.tcp.connect(c.now, local, remote, settings))
                .hasMessage("Cannot assign requested address");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whateverIsAnsweredStartsTheWaitAnewButASyn(IpFamily family) throws TcpException {
        for (String late :
                new String[] {". 2:2(0) ack 2 win 65535", ". 3:3(0) ack 2 win 65535", "P. 1:6(5) ack 2 win 0"}) {
            Conversation c = waiting(family);
            c.at(40_000)
                    .receive(late)
                    .at(99_999)
                    .state(TcpState.TIME_WAIT)
                    .at(100_000)
                    .state(TcpState.CLOSED);
        }
        Conversation c = waiting(family);
        c.at(40_000).receive("S -100:-100(0) win 65535 <mss 1460>").expect(". 2:2(0) ack 2");
        c.at(60_000).state(TcpState.CLOSED);
    }

    /** A connection from a port and, at its end, another from the same: how many bytes of the first read as the second's? */
    private static int bytesOfTheOldConnectionReadAsTheNew(IpFamily family, String buckets, boolean timestamps)
            throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_max_tw_buckets", buckets));
        Endpoint local = Endpoint.of(c.local, 40_001);
        Endpoint remote = Endpoint.of(c.peer, 80);
        TcpSettings settings = TcpSettings.DEFAULT.withReuseAddress(true);
        c.peerPort = 80;
        String stamp = timestamps ? ",TS val %d ecr last" : "";
        String data = timestamps ? " <nop,nop,TS val %d ecr last>" : "";
        c.connection = c.tcp.connect(c.now, local, remote, settings);
        c.run();
        c.expect("S 0:0(0)").receive("S. 0:0(0) ack 1 win 65535 <mss 1460" + stamp.formatted(100) + ">");
        c.discardSent();
        String late = "P. 1:101(100) ack 1 win 65535" + data.formatted(110); // is lost in the network for a while
        c.receive(late).read(100).discardSent().close().discardSent();
        c.receive("F. 101:101(0) ack 2 win 65535" + data.formatted(120)).discardSent();
        c.at(5000);
        c.readPosition = 1;
        c.connection = c.tcp.connect(c.now, local, remote, settings);
        c.run();
        c.expect("S 0:0(0)").receive("S. 0:0(0) ack 1 win 65535 <mss 1460" + stamp.formatted(5100) + ">");
        c.discardSent();
        c.receive(late.replace("ecr last", "ecr 1"));
        return c.connection.available();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withoutTheWaitASegmentOfTheOldConnectionCorruptsTheNew(IpFamily family) throws TcpException {
        assertThat(bytesOfTheOldConnectionReadAsTheNew(family, "0", false)).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void timestampsTellTheOldSegmentFromTheNew(IpFamily family) throws TcpException {
        assertThat(bytesOfTheOldConnectionReadAsTheNew(family, "0", true)).isZero();
        assertThat(bytesOfTheOldConnectionReadAsTheNew(family, "100", true)).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theWaitKeepsTheNewConnectionFromBeginning(IpFamily family) {
        assertThatThrownBy(() -> bytesOfTheOldConnectionReadAsTheNew(family, "100", false))
                .hasMessage("Cannot assign requested address");
    }

    @Test
    void anEntryIsSmall() throws TcpException {
        int entries = 50_000;
        Conversation c = new Conversation(IpFamily.IPV4).listen(8);
        c.network.recording = false;
        waits(c, 1000);
        long before = SteadyStateTest.usedHeapBytes();
        waits(c, entries);
        long each = (SteadyStateTest.usedHeapBytes() - before) / entries;
        assertThat(c.tcp.timeWaitCount()).isEqualTo(entries + 1000);
        assertThat(each).as("bytes per entry, its place in the table included").isBetween(100L, 200L);
        assertThat(c.timers.nextDeadlineNanos()).as("one timer for all").isEqualTo(TimeWaits.DURATION_NANOS);
        c.at(60_000);
        assertThat(c.tcp.timeWaitCount()).isZero();
        assertThat(c.timers.nextDeadlineNanos()).isEqualTo(Timer.NEVER);
    }

    private static void waits(Conversation c, int count) throws TcpException {
        for (int i = 0; i < count; i++) {
            c.peerPort = 1024 + (c.tcp.timeWaitCount() + 1) % 60_000;
            c.established().close().discardSent();
            c.receive("F. 1:1(0) ack 2 win 65535").discardSent();
        }
        c.connection = null;
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aListenerMayBindAgainOnlyWithReuseAddress(IpFamily family) throws TcpException {
        Conversation c = waiting(family);
        c.listener.close(c.now);
        assertThatThrownBy(() -> c.listen(8)).hasMessage("Address already in use");
        c.at(60_000).listen(8).listener.close(c.now);

        Conversation r = new Conversation(family).listen(8, TcpSettings.DEFAULT.withReuseAddress(true));
        r.established()
                .close()
                .discardSent()
                .receive("F. 1:1(0) ack 2 win 65535")
                .discardSent();
        r.listener.close(r.now);
        r.listen(8, TcpSettings.DEFAULT.withReuseAddress(true));
        assertThat(r.tcp.timeWaitCount()).isEqualTo(1);
    }
}
