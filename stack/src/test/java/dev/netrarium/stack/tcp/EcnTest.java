package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.TcpHeader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Explicit congestion notification (RFC 3168): who asks and who agrees, what is marked, echoed and answered. */
class EcnTest {
    private static final String OPTIONS = "mss 1000,sackOK,nop,nop";

    /** We are the server of a client that asks for ECN. */
    private static Conversation served(IpFamily family, String options) throws TcpException {
        Conversation c = new Conversation(family).listen(8);
        c.receive("SEW 0:0(0) win 65535 <" + options + ">").expect("[noecn] S.E 0:0(0) ack 1");
        c.at(20).receive(". 1:1(0) ack 1 win 65535");
        c.connection = c.listener.accept();
        return c;
    }

    private static Conversation served(IpFamily family) throws TcpException {
        return served(family, OPTIONS);
    }

    private static TcpInfo info(Conversation c) {
        return c.connection.info(c.now);
    }

    // The handshake.

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aServerAgreesToWhatAClientAsks(IpFamily family) throws TcpException {
        Conversation c = served(family);
        assertThat(info(c).options() & TcpInfo.ECN).isNotZero();
        assertThat(info(c).options() & TcpInfo.ECN_SEEN).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aServerDoesNotSpeakOfItToOthers(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(8);
        c.receive("S 0:0(0) win 65535 <mss 1000>").expect("S. 0:0(0) ack 1");
        c.peerPort++;
        c.receive("SE 0:0(0) win 65535 <mss 1000>").expect("S. 0:0(0) ack 1");
        c.peerPort++;
        c.receive("SW 0:0(0) win 65535 <mss 1000>").expect("S. 0:0(0) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withTheKnobAtZeroNobodyAgrees(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_ecn", "0")).listen(8);
        c.receive("SEW 0:0(0) win 65535 <mss 1000>").expect("S. 0:0(0) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aMarkedSynTellsOfABrokenPathUnlessReservedBitsTellOfANewerProtocol(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(8);
        c.receive("[ect0] SEW 0:0(0) win 65535 <mss 1000>").expect("S. 0:0(0) ack 1");
        Segment syn = new Segment();
        syn.flags = TcpHeader.SYN | TcpHeader.ECE | TcpHeader.CWR | TcpHeader.AE;
        syn.ecn = Ecn.CAPABLE;
        assertThat(Ecn.isTaken(TcpConfig.linux(), false, syn)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aClientAsksOnlyWhenItIsTold(IpFamily family) throws TcpException {
        new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        Conversation c = asking(family).receive("S.E 0:0(0) ack 1 win 65535 <mss 1000>");
        c.expect("[noecn] . 1:1(0) ack 1");
        assertThat(info(c).options() & TcpInfo.ECN).isNotZero();
    }

    private static Conversation asking(IpFamily family) throws TcpException {
        return new Conversation(family, k -> k.with("net.ipv4.tcp_ecn", "1"))
                .connect(TcpSettings.DEFAULT)
                .expect("[noecn] SEW 0:0(0)");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aRouteMayAskForIt(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family);
        c.network.path.ecn = true;
        c.connect(TcpSettings.DEFAULT).expect("SEW 0:0(0)");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aServerThatAnswersOtherwiseHasNotAgreed(IpFamily family) throws TcpException {
        for (String flags : new String[] {"S.", "S.EW", "S.W"}) {
            Conversation c = asking(family).receive(flags + " 0:0(0) ack 1 win 65535 <mss 1000>");
            c.discardSent().write(100).expect("[noecn] P. 1:101(100) ack 1");
            assertThat(info(c).options() & TcpInfo.ECN).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSynThatIsSentAgainAsksNoMore(IpFamily family) throws TcpException {
        asking(family).expectAt(1000, "S 0:0(0)").expectAt(3000, "S 0:0(0)");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withoutTheFallbackItGoesOnAsking(IpFamily family) throws TcpException {
        Conversation c = new Conversation(
                        family, k -> k.with("net.ipv4.tcp_ecn", "1").with("net.ipv4.tcp_ecn_fallback", "0"))
                .connect(TcpSettings.DEFAULT);
        c.expect("SEW 0:0(0)").expectAt(1000, "SEW 0:0(0)");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anAnswerToTheFirstSynCountsEvenAfterTheSecond(IpFamily family) throws TcpException {
        Conversation c = asking(family).expectAt(1000, "S 0:0(0)");
        c.receive("S.E 0:0(0) ack 1 win 65535 <mss 1000>").discardSent();
        assertThat(info(c).options() & TcpInfo.ECN).isNotZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void synsThatCrossAgreeWhenBothAsk(IpFamily family) throws TcpException {
        Conversation c = asking(family).receive("SEW 0:0(0) win 65535 <mss 1000>");
        c.expect("S.E 0:0(0) ack 1").receive("S.E 0:0(0) ack 1 win 65535 <mss 1000>");
        assertThat(info(c).options() & TcpInfo.ECN).isNotZero();
        Conversation other = asking(family).receive("S 0:0(0) win 65535 <mss 1000>");
        other.expect("S. 0:0(0) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void accurateEcnIsRefusedByName(IpFamily family) {
        assertThatThrownBy(() -> TcpConfig.linux().with("net.ipv4.tcp_ecn", "3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("accurate ECN is not spoken here");
    }

    // Marking.

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void onlyNewDataIsMarked(IpFamily family) throws TcpException {
        Conversation c = served(family, "mss 1000");
        c.at(1000).write(1500).expect("[ect0] . 1:1001(1000) ack 1").expect("[ect0] P. 1001:1501(500) ack 1");
        c.expectAt(1220, "[noecn] . 1:1001(1000) ack 1"); // sent again
        c.receive("P. 1:11(10) ack 1501 win 65535")
                .expect("[noecn] . 1501:1501(0) ack 11")
                .read(10);
        c.close().expect("[noecn] F. 1501:1501(0) ack 11");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void probesOfAClosedWindowAreNotMarked(IpFamily family) throws TcpException {
        Conversation c = served(family, "mss 1000");
        c.at(1000).write(1000).expect("[ect0] P. 1:1001(1000) ack 1").receive(". 1:1(0) ack 1001 win 0");
        c.write(1000).expectNothing().at(1300);
        assertThat(FakeNetwork.trafficClass(c.network.sent.peek())).isZero();
        assertThat(c.drain()).singleElement().asString().startsWith(". 1000:1000(0) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theSocketsClassIsKeptBesideTheMarkAndItsOwnMarkIsNot(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(8, TcpSettings.DEFAULT.withTrafficClass(0xb9));
        c.receive("SEW 0:0(0) win 65535 <mss 1000>").expect("[noecn] S.E 0:0(0) ack 1");
        c.receive(". 1:1(0) ack 1 win 65535");
        c.connection = c.listener.accept();
        c.write(10);
        assertThat(FakeNetwork.trafficClass(c.network.sent.peek())).isEqualTo(0xb8 | Ecn.CAPABLE);
    }

    // The receiver's part.

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aMarkIsEchoedUntilThePeerHasHeard(IpFamily family) throws TcpException {
        Conversation c = served(family);
        c.receive("[ect0] . 1:1001(1000) ack 1 win 65535").expect(". 1:1(0) ack 1001");
        assertThat(info(c).options() & TcpInfo.ECN_SEEN).isNotZero();
        c.receive("[ce] . 1001:2001(1000) ack 1 win 65535").expect(".E 1:1(0) ack 2001");
        c.receive("[ect0] . 2001:3001(1000) ack 1 win 65535").expect(".E 1:1(0) ack 3001");
        c.write(100).expect("[ect0] P.E 1:101(100) ack 3001"); // data says it too
        c.receive("[ect0] .W 3001:4001(1000) ack 101 win 65535").expect(". 101:101(0) ack 4001");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aMarkThatComesWithTheAnswerCountsAnew(IpFamily family) throws TcpException {
        Conversation c = served(family);
        c.receive("[ce] . 1:1001(1000) ack 1 win 65535").expect(".E 1:1(0) ack 1001");
        c.receive("[ce] .W 1001:2001(1000) ack 1 win 65535").expect(".E 1:1(0) ack 2001");
        c.receive("W. 2001:2001(0) ack 1 win 65535").write(1).expect("P. 1:2(1) ack 2001"); // a bare ACK may say it too
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aMarkBreaksTheDelayOfAcknowledgments(IpFamily family) throws TcpException {
        Conversation c = served(family);
        for (int i = 0; i < 40; i++) {
            c.receive("[ect0] P. " + (1 + i * 10) + ":" + (11 + i * 10) + "(10) ack 1 win 65535")
                    .at(c.now / 1e6 + 100);
            c.read(10).discardSent();
        }
        c.write(5)
                .receive("[ect0] P. 401:411(10) ack 6 win 65535")
                .discardSent()
                .expectNothing(); // a program that answers
        c.receive("[ce] P. 411:421(10) ack 6 win 65535").expect(".E 6:6(0) ack 421");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void beyondAGapAMarkCountsToo(IpFamily family) throws TcpException {
        Conversation c = served(family);
        c.receive("[ce] . 1001:2001(1000) ack 1 win 65535").expect(".E 1:1(0) ack 1 <nop,nop,sack 1001:2001>");
        c.receive("[noecn] . 1:1001(1000) ack 1 win 65535").expect(".E 1:1(0) ack 2001");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void capableOneMeansWhatCapableZeroMeans(IpFamily family) throws TcpException {
        Conversation c = served(family);
        c.receive("[ect1] . 1:1001(1000) ack 1 win 65535").expect(". 1:1(0) ack 1001");
        assertThat(info(c).options() & TcpInfo.ECN_SEEN).isNotZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withoutAgreementNobodyAnswersAMark(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 65535, 20);
        c.receive("[ce] .EW 1:1001(1000) ack 1 win 65535").expect(". 1:1(0) ack 1001");
        assertThat(info(c).options() & (TcpInfo.ECN | TcpInfo.ECN_SEEN)).isEqualTo(TcpInfo.ECN_SEEN);
    }

    // The sender's part.

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anEchoReducesTheWindowOncePerRoundTripAndTheNextNewDataSaysSo(IpFamily family) throws TcpException {
        for (String options : new String[] {OPTIONS, "mss 1000"}) {
            Conversation c = served(family, options).at(1000).write(20_000);
            for (int i = 0; i < 10; i++) {
                c.expect("[ect0] ~. " + (1 + 1000 * i) + ":" + (1001 + 1000 * i) + "(1000) ack 1");
            }
            c.at(1020).receive(".E 1:1(0) ack 2001 win 65535");
            assertThat(info(c).caState()).as(options).isEqualTo(LossRecovery.State.CONGESTION_WINDOW_REDUCED.ordinal());
            assertThat(info(c).sendSsthresh()).as(options).isEqualTo(5);
            // PRR: half of what was delivered leaves.
            c.expect("[ect0] .W 10001:11001(1000) ack 1").expectNothing();
            // At once it would wait for company.
            c.at(1022)
                    .receive(".E 1:1(0) ack 4001 win 65535")
                    .expect("[ect0] . 11001:12001(1000) ack 1")
                    .expectNothing();
            assertThat(info(c).sendSsthresh()).as("once").isEqualTo(5);
            c.receive(".E 1:1(0) ack 10001 win 65535").discardSent();
            assertThat(info(c).caState())
                    .as("what was sent before is acknowledged")
                    .isEqualTo(2);
            c.at(1040).receive(". 1:1(0) ack 11001 win 65535");
            assertThat(info(c).caState()).isZero();
            assertThat(info(c).sendCwnd()).isEqualTo(5);
            assertThat(info(c).deliveredCe()).isEqualTo(10);
            assertThat(info(c).totalRetransmits()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aPeerThatWasNotAgreedWithEchoesInVain(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 65535, 20);
        c.write(5000).discardSent().receive(".E 1:1(0) ack 2001 win 65535");
        assertThat(info(c).caState()).isZero();
        assertThat(info(c).deliveredCe()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aLossIsToldToThePeerToo(IpFamily family) throws TcpException {
        Conversation c = served(family).at(1000).write(20_000).discardSent().at(1020);
        c.receive(". 1:1(0) ack 1 win 65535 <nop,nop,sack 1001:5001>").expect("[noecn] . 1:1001(1000) ack 1");
        c.receive(". 1:1(0) ack 1 win 65535 <nop,nop,sack 1001:8001>");
        assertThat(c.drain()).first().asString().startsWith(".W 10001:11001(1000)");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aReductionForAMarkIsNeverTakenBack(IpFamily family) throws TcpException {
        Conversation c = served(family).at(1000).write(20_000).discardSent().at(1020);
        c.receive(".E 1:1(0) ack 1001 win 65535").discardSent();
        c.receive(". 1:1(0) ack 1001 win 65535 <nop,nop,sack 2001:8001>").discardSent(); // a loss, it seems
        assertThat(info(c).caState()).isEqualTo(LossRecovery.State.RECOVERY.ordinal());
        c.receive(". 1:1(0) ack 12001 win 65535 <nop,nop,sack 1001:2001>"); // but the copy came twice
        assertThat(info(c).sendSsthresh()).isEqualTo(5);
    }
}
