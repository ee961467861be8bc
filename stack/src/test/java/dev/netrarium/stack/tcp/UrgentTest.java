package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.Readiness;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The urgent pointer (RFC 9293 §3.8.5, RFC 6093), sent and received, true and false. */
class UrgentTest {
    private static int urgentByte(Conversation c) throws TcpException {
        byte[] one = new byte[1];
        assertThat(c.connection.receiveUrgent(one, 0, 1, false)).isEqualTo(1);
        return one[0];
    }

    private static void assertNone(Conversation c) {
        assertThatThrownBy(() -> c.connection.receiveUrgent(new byte[1], 0, 1, false))
                .isInstanceOfSatisfying(
                        TcpException.class, e -> assertThat(e.error()).isEqualTo(TcpError.INVALID_ARGUMENT));
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theMarkedByteIsReadApartAndReadingStopsBeforeIt(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.receive("PU. 1:11(10) ack 1 win 65535", 5);
        assertThat(c.connection.bits() & Readiness.URGENT).isNotZero();
        assertThat(c.connection.available()).isEqualTo(4);
        assertThat(c.connection.isAtUrgentMark()).isFalse();
        assertThat(urgentByte(c)).isEqualTo(Conversation.pattern(5));
        assertNone(c);
        byte[] all = new byte[20];
        assertThat(c.connection.receive(c.now, all, 0, 20)).isEqualTo(4);
        assertThat(c.connection.isAtUrgentMark()).isTrue();
        assertThat(c.connection.receive(c.now, all, 0, 20)).isEqualTo(5);
        assertThat(all[0]).isEqualTo(Conversation.pattern(6));
        assertThat(c.connection.isAtUrgentMark()).isFalse();
        assertThat(c.tcp.bufferedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void inLineTheByteStaysInTheStream(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withOobInline(true))
                .established("mss 1000", 65535);
        c.receive("PU. 1:11(10) ack 1 win 65535", 5);
        assertNone(c);
        c.read(4);
        assertThat(c.connection.isAtUrgentMark()).isTrue();
        c.read(6);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aMarkThatIsAheadOfItsByteWaitsForIt(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.receive("U. 1:1(0) ack 1 win 65535", 3);
        assertThat(c.connection.receiveUrgent(new byte[1], 0, 1, false)).isZero();
        c.receive(". 1:3(2) ack 1 win 65535");
        assertThat(c.connection.receiveUrgent(new byte[1], 0, 1, false)).isZero();
        c.receive(". 3:5(2) ack 1 win 65535");
        assertThat(urgentByte(c)).isEqualTo(Conversation.pattern(3));
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theHostMayReadThePointerAsRfc1122Does(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family);
        c.tcp.config(c.tcp.config().with("net.ipv4.tcp_stdurg", "1"));
        c.established().receive("PU. 1:11(10) ack 1 win 65535", 5);
        assertThat(urgentByte(c)).isEqualTo(Conversation.pattern(6));
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void pointersToNowhereDoNoHarm(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.receive("U. 1:1(0) ack 1 win 65535", 65535).receive("PU. 1:101(100) ack 1 win 65535", 60_000);
        c.read(100);
        c.receive("PU. 1:101(100) ack 1 win 65535", 50); // all of it was read long ago
        c.receive(". 101:201(100) ack 1 win 65535", 50).read(100); // without URG the pointer says nothing
        c.receive("PU. 201:301(100) ack 1 win 65535", 0);
        c.state(TcpState.ESTABLISHED);
        assertThat(c.connection.receiveUrgent(new byte[1], 0, 1, false)).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void urgentDataIsToldAheadAndWaitsForNobody(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 2000, 20);
        c.at(1000).offer(3000);
        byte[] data = new byte[3];
        for (int i = 0; i < 3; i++) {
            data[i] = Conversation.pattern(3001 + i);
        }
        c.expectFull(1, 2, 1000, "1").expectNothing();
        assertThat(c.connection.sendUrgent(c.now, data, 0, 3)).isEqualTo(3);
        c.run();
        c.at(1020).receive(". 1:1(0) ack 1001 win 2000");
        assertThat(c.peekUrgentPointer())
                .isEqualTo(1003); // counted from the segment's first byte to one beyond the mark
        c.expect(". 2001:3001(1000) ack 1");
        c.receive(". 1:1(0) ack 2001 win 2000");
        assertThat(c.peekUrgentPointer()).isEqualTo(3);
        c.expect("P. 3001:3004(3) ack 1"); // smaller than full and not the first: urgent data ignores Nagle
        c.receive(". 1:1(0) ack 3004 win 2000").at(1100).write(10).expect("P. 3004:3014(10) ack 1");
    }
}
