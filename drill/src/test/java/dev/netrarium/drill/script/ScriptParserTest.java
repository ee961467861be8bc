package dev.netrarium.drill.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.TcpOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading scripts. */
class ScriptParserTest {
    private static Script parse(String source) throws ScriptSyntaxException {
        return ScriptParser.parse("s.pkt", source, Map.of());
    }

    private static Event only(String event) throws ScriptSyntaxException {
        return parse("0 a() = 0\n" + event).events().get(1);
    }

    private static PacketPattern.Tcp out(String packet) throws ScriptSyntaxException {
        return (PacketPattern.Tcp) ((Event.Outbound) only("+0 > " + packet)).packet();
    }

    @Test
    void timesAreOfFiveKinds() throws Exception {
        assertThat(only("0.5 `x`").time()).isEqualTo(new EventTime.Absolute(500_000_000));
        assertThat(only("+.1 `x`").time()).isEqualTo(new EventTime.Relative(100_000_000));
        assertThat(only("* > . 1:1(0) ack 1").time()).isEqualTo(new EventTime.Any());
        assertThat(only("1~2 > . 1:1(0) ack 1").time())
                .isEqualTo(new EventTime.AbsoluteRange(1_000_000_000L, 2_000_000_000L));
        assertThat(only("+1~+2 > . 1:1(0) ack 1").time())
                .isEqualTo(new EventTime.RelativeRange(1_000_000_000L, 2_000_000_000L));
    }

    @Test
    void optionsInitAndCleanupStandAround() throws Exception {
        Script script = parse("--tolerance_usecs=9\n--define=N=\"4\"\n`first` 0 f(N) = 0 `last`");
        assertThat(script.options()).extracting(Script.Option::name).containsExactly("tolerance_usecs", "define");
        assertThat(script.initCommand()).isEqualTo("first");
        assertThat(script.cleanupCommand()).isEqualTo("last");
        assertThat(script.events()).hasSize(1);
    }

    @Test
    void definedWordsAreReplaced() throws Exception {
        Script script = ScriptParser.parse("s", "0 f(SIZE, NAME) = 0", Map.of("SIZE", "12|4"));
        assertThat(((Event.SocketCall) script.events().getFirst()).arguments())
                .containsExactly(
                        new Expression.Or(new Expression.Number(12), new Expression.Number(4)),
                        new Expression.Symbol("NAME"));
    }

    @Test
    void callsHaveTimesResultsAndNotes() throws Exception {
        Event.SocketCall call = (Event.SocketCall) only("+0...0.3 write(4, ..., 10) = -1 EPIPE (it's broken)");
        assertThat(call.end()).isEqualTo(new EventTime.Relative(300_000_000));
        assertThat(call.errno()).isEqualTo("EPIPE");
        assertThat(call.arguments()).hasSize(3);
    }

    @Test
    void structsNest() throws Exception {
        Event.SocketCall call = (Event.SocketCall)
                only("+0 sendmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 10}], msg_flags=0}, MSG_MORE|0x40) = 10");
        assertThat(call.arguments().get(1).toString())
                .isEqualTo("{msg_name(...)=..., msg_iov(1)=[{..., 10}], msg_flags=0}");
    }

    @Test
    void segmentsHaveFlagsNumbersAndOptions() throws Exception {
        PacketPattern.Tcp syn = out("SEW 0:0(0) <mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7>");
        assertThat(syn.flags()).isEqualTo(TcpHeader.SYN | TcpHeader.ECE | TcpHeader.CWR);
        assertThat(syn.options()).hasSize(5).contains(new TcpOption.WindowScale(7));
        assertThat(out(". 1:1(0) ack 1").options()).isEmpty();
        assertThat(out(". 1:1(0) ack 1 <...>").options()).isNull();
        assertThat(out("- 1:1(0)").flags()).isZero();
        assertThat(out("P.5 1:11(10) ack 1 win 9 urg 3").ace()).isEqualTo(5);
        assertThat(out("[ect0] . 1:1(0) ack 1").ip().ecn()).isEqualTo(PacketPattern.Ecn.ECT0);
        assertThat(out("(tos 0x10, ttl 9) . 1:1(0) ack 1").ip().timeToLive()).isEqualTo(9);
        assertThat(out("80 > 81 . 1:1(0) ack 1").ports()).isEqualTo(new PacketPattern.Ports(80, 81));
        assertThat(out("S 0:0(0) <FO 12ab34cd,nop,nop>").options()).first().hasToString("tfo cookie 12ab34cd");
        assertThat(out(". 1:1(0) ack 1 <nop,nop,sack 5:9 11:13>").options())
                .contains(new TcpOption.Sack(List.of(new TcpOption.SackBlock(5, 9), new TcpOption.SackBlock(11, 13))));
    }

    @Test
    void datagramsAndMessagesAreRead() throws Exception {
        assertThat(((Event.Inbound) only("+0 < udp (100)")).packet()).isInstanceOf(PacketPattern.Udp.class);
        PacketPattern.Icmp icmp = (PacketPattern.Icmp)
                ((Event.Inbound) only("+0 < icmp unreachable frag_needed mtu 1200 [1:1461(1460)]")).packet();
        assertThat(icmp.mtu()).isEqualTo(1200);
        assertThat(icmp.quoted()).isEqualTo(new PacketPattern.Quoted.Segment(new PacketPattern.Range(1, 1461, 1460)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 f() = 0\\n+0 < . 1:1(0) ack 1          | s.pkt:3:1: want \"win\"",
                "0 f() = 0\\n+0 > . 1:3(1) ack 1          | s.pkt:2:8: 1:3(1) does not add up",
                "0 f() = 0\\n+0 > X 1:1(0)                | s.pkt:2:6: want flags",
                "0 f() = 0\\n+0 > . 1:1(0) ack 1 <mss>    | s.pkt:2:25: want an MSS, not \">\"",
                "0 f() = 0\\n+0 > . 1:1(0) ack 1 <nop>    | s.pkt:2:21: TCP options fill whole 32-bit words",
                "0 f() = 0\\n+0 > P.9 1:1(0)              | s.pkt:2:6: want flags",
                "1 f() = 0                                | s.pkt:1:1: the first event is at time 0",
                "0 f( = 0                                 | s.pkt:1:6: want a number, a symbol",
                "0 f() 0                                  | s.pkt:1:7: want \"=\", not \"0\"",
                "0 f(\"abc) = 0                           | s.pkt:1:5: this string has no end",
                "0 %{ x                                   | s.pkt:1:3: this code block has no end",
                "0 `x                                     | s.pkt:1:3: this command has no end",
                "/* x                                     | s.pkt:1:1: this comment has no end",
                "0 f() = 0 (note                          | s.pkt:1:11: this note has no end",
                "* f() = 0                                | s.pkt:1:1: the first event is at time 0",
                "0 f() = 0\\n+2~+1 > . 1:1(0)             | s.pkt:2:4: a range of times goes forward",
                "''                                       | s.pkt:2:1: want an event",
            })
    void errorsSayWhereAndWhatWasExpected(String source, String message) {
        assertThatThrownBy(() -> parse(source.replace("\\n", "\n") + "\n"))
                .isInstanceOf(ScriptSyntaxException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void whateverComesIsReadOrRefused() {
        RandomStream chance = RandomStream.of(7, "drill", "fuzz");
        String[] pieces = {
            "0 ",
            "+0",
            "+.1 ",
            "< ",
            "> ",
            "S ",
            "P. ",
            ". ",
            "1:1(0) ",
            "1:1001(1000) ",
            "ack 1 ",
            "win 10 ",
            "<",
            ">",
            "mss 1460",
            ",",
            "nop",
            "TS val 1 ecr 2",
            "sack 1:2",
            "FO ab",
            "ECN e0b 1 ceb 2",
            "icmp ",
            "unreachable ",
            "udp ",
            "(10)",
            "[",
            "]",
            "{",
            "}",
            "(",
            ")",
            "...",
            "~",
            "*",
            "`x` ",
            "%{ assert 1 }% ",
            "f(3, ...) = 0 ",
            "\"s\"",
            "|",
            "=",
            "-1 ",
            "0x",
            "ipv4 ",
            "gre ",
            ":",
            "/*",
            "*/",
            "//",
            "\n",
            "--define=A=A ",
            "A ",
            "99999999999999999999 ",
            "1.5",
            "\u0000",
            "é",
            "\\",
            "encap "
        };
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder source = new StringBuilder(chance.nextInt(2) == 0 ? "0 f() = 0\n" : "");
            for (int n = chance.nextInt(14); n >= 0; n--) {
                source.append(pieces[chance.nextInt(pieces.length)]);
            }
            try {
                parse(source.toString());
                read++;
            } catch (ScriptSyntaxException e) {
                assertThat(e).hasMessageMatching("(?s)s\\.pkt:\\d+:\\d+: .+");
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> parse("0 f(" + "[".repeat(100_000) + ") = 0")).hasMessageContaining("nest at most");
    }
}
