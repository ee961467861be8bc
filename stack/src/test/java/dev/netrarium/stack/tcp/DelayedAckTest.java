package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Mib;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When an ACK is held back: RFC 9293 §3.8.6.3 and RFC 5681 §4.2, in Linux's adaptive form. */
class DelayedAckTest {
    /** A request and its answer have gone to and fro: the connection is interactive, and nothing is acknowledged at once. */
    private static Conversation interactive(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 65535, 20);
        c.at(1000).receive("P. 1:101(100) ack 1 win 65535").discardSent().read(100);
        c.at(1010).write(100).expect("P. 1:101(100) ack 101");
        c.at(1030).receive(". 101:101(0) ack 101 win 65535").expectNothing();
        return c;
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theFirstSegmentsAreAcknowledgedAtOnceSoThatThePeersWindowGrows(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 65535, 20);
        for (int i = 0; i < 16; i++) {
            c.receive(". " + (1 + 1000 * i) + ":" + (1001 + 1000 * i) + "(1000) ack 1 win 65535")
                    .expect(". 1:1(0) ack " + (1001 + 1000 * i))
                    .read(1000);
        }
        c.receive(". 16001:17001(1000) ack 1 win 65535").read(1000).expectNothing();
        c.receive(". 17001:18001(1000) ack 1 win 65535").expect(". 1:1(0) ack 18001");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anAckWaitsFortyMillisecondsForAnAnswerToTravelWith(IpFamily family) throws TcpException {
        Conversation c = interactive(family);
        c.at(1100).receive("P. 101:201(100) ack 101 win 65535").read(100).expectNothing();
        c.at(1139).expectNothing().expectAt(1140, ". 101:101(0) ack 201").expectNothing();
        assertThat(c.count(Mib.TCP_DELAYED_ACKS)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anAnswerCarriesTheAck(IpFamily family) throws TcpException {
        Conversation c = interactive(family);
        c.at(1100).receive("P. 101:201(100) ack 101 win 65535").read(100).expectNothing();
        c.at(1120).write(50).expect("P. 101:151(50) ack 201");
        c.at(1150).receive(". 201:201(0) ack 151 win 65535").at(3000).expectNothing();
        assertThat(c.count(Mib.TCP_DELAYED_ACKS)).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void everySecondFullSegmentIsAcknowledgedAtOnce(IpFamily family) throws TcpException {
        Conversation c = interactive(family);
        c.at(1100).receive(". 101:1101(1000) ack 101 win 65535").read(1000).expectNothing();
        c.receive(". 1101:2101(1000) ack 101 win 65535").read(1000).expect(". 101:101(0) ack 2101");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aProgramThatDoesNotReadDelaysNoLongerThanTheTimer(IpFamily family) throws TcpException {
        Conversation c = interactive(family);
        c.at(1100).receive(". 101:1101(1000) ack 101 win 65535").receive(". 1101:2101(1000) ack 101 win 65535");
        c.expectAt(1140, ". 101:101(0) ack 2101");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aGapIsReportedAtOnceAndSoIsItsFilling(IpFamily family) throws TcpException {
        Conversation c = interactive(family);
        c.at(1100).receive(". 1101:2101(1000) ack 101 win 65535").expect(". 101:101(0) ack 101");
        c.receive(". 2101:3101(1000) ack 101 win 65535").expect(". 101:101(0) ack 101");
        c.receive(". 101:1101(1000) ack 101 win 65535").expect(". 101:101(0) ack 3101");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theAckOfAFinWaitsForTheProgramsAnswerToo(IpFamily family) throws TcpException {
        interactive(family)
                .at(1100)
                .receive("F. 101:101(0) ack 101 win 65535")
                .expectNothing()
                .expectAt(1140, ". 101:101(0) ack 102");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aFinBeforeAnyDataIsAcknowledgedAtOnce(IpFamily family) throws TcpException {
        new Conversation(family)
                .established()
                .at(1100)
                .receive("F. 1:1(0) ack 1 win 65535")
                .expect(". 1:1(0) ack 2");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whenNobodyAnswersTheNextMessageIsAcknowledgedAsSoonAsItIsRead(IpFamily family) throws TcpException {
        Conversation c = interactive(family);
        c.at(1100).receive("P. 101:201(100) ack 101 win 65535").read(100).expectAt(1140, ". 101:101(0) ack 201");
        c.at(1200).receive("P. 201:301(100) ack 101 win 65535").discardSent();
        c.read(100);
        c.at(1210).receive("P. 301:401(100) ack 101 win 65535").read(100);
        assertThat(c.drain()).isNotEmpty();
    }
}
