package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.IpFamily;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9293 §3.3.2, figure 5: every state is reached, by every arrow of the diagram that has a cause in TCP itself. */
class StatesTest {
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void allElevenStatesAndTheirArrowsAreReached(IpFamily family) throws TcpException {
        List<String> arrows = new ArrayList<>();

        Conversation active =
                new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        active.receive("S. 0:0(0) ack 1 win 65535 <mss 1460>")
                .discardSent()
                .close()
                .discardSent();
        active.receive(". 1:1(0) ack 2 win 65535")
                .receive("F. 1:1(0) ack 2 win 65535")
                .at(60_000);
        arrows.addAll(active.states());

        Conversation passive = new Conversation(family).established();
        assertThat(passive.tcp.sockets()).extracting(TcpSocketEntry::state).contains(TcpState.LISTEN);
        passive.receive("F. 1:1(0) ack 1 win 65535").discardSent().close().discardSent();
        passive.receive(". 2:2(0) ack 2 win 65535");
        arrows.addAll(passive.states());

        Conversation crossed =
                new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        crossed.receive("S 0:0(0) win 65535 <mss 1460>").discardSent();
        crossed.receive("S. 0:0(0) ack 1 win 65535 <mss 1460>")
                .discardSent()
                .close()
                .discardSent();
        crossed.receive("F. 1:1(0) ack 1 win 65535").receive(". 2:2(0) ack 2 win 65535");
        arrows.addAll(crossed.states());

        Conversation early =
                new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        early.receive("S 0:0(0) win 65535 <mss 1460>").close();
        early.discardSent().receive(". 1:1(0) ack 1 win 65535");
        arrows.addAll(early.states());

        Conversation refused =
                new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        refused.receive("R. 0:0(0) ack 1 win 0");
        arrows.addAll(refused.states());

        Conversation together = new Conversation(family).established().close().expect("F. 1:1(0) ack 1");
        together.receive("F. 1:1(0) ack 2 win 65535");
        arrows.addAll(together.states());

        assertThat(arrows)
                .contains(
                        "CLOSED>SYN_SENT",
                        "SYN_SENT>ESTABLISHED",
                        "SYN_SENT>SYN_RECEIVED",
                        "SYN_SENT>CLOSED",
                        "LISTEN>SYN_RECEIVED",
                        "SYN_RECEIVED>ESTABLISHED",
                        "ESTABLISHED>FIN_WAIT_1",
                        "ESTABLISHED>CLOSE_WAIT",
                        "FIN_WAIT_1>FIN_WAIT_2",
                        "FIN_WAIT_1>CLOSING",
                        "FIN_WAIT_2>TIME_WAIT",
                        "CLOSING>TIME_WAIT",
                        "CLOSE_WAIT>LAST_ACK",
                        "LAST_ACK>CLOSED",
                        "TIME_WAIT>CLOSED");
        Set<TcpState> reached = EnumSet.noneOf(TcpState.class);
        for (String arrow : arrows) {
            reached.add(TcpState.valueOf(arrow.split(">")[0]));
            reached.add(TcpState.valueOf(arrow.split(">")[1]));
        }
        assertThat(reached).containsExactlyInAnyOrder(TcpState.values());
        assertThat(TcpState.values()).hasSize(11);
    }
}
