package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.SipHash;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Finding connections, choosing ports and first numbers, and the host's knobs. */
class TablesTest {
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theEntryFoundLastIsForgottenWhenItIsReplacedOrGoes(IpFamily family) throws TcpException {
        ConnectionTable table = new ConnectionTable(SipHash.keyedBy(RandomStream.of(1, "test", "key")));
        Conversation c = new Conversation(family).established();
        FourTuple t = FourTuple.of(c.local, 80, Endpoint.of(c.peer, 1000));
        TimeWait first = entry(c, t);
        TimeWait second = entry(c, t);
        table.put(first);
        assertThat(table.find(t)).isSameAs(first);
        assertThat(table.find(t)).isSameAs(first);
        table.put(second);
        assertThat(table.find(t)).isSameAs(second);
        table.remove(second);
        assertThat(table.find(t)).isNull();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theTableFindsWhatAMapWouldFind(IpFamily family) throws TcpException {
        RandomStream chance = RandomStream.of(3, "table", "operations");
        ConnectionTable table = new ConnectionTable(SipHash.keyedBy(chance));
        Conversation c = new Conversation(family).established();
        Map<FourTuple, TimeWait> model = new LinkedHashMap<>();
        List<FourTuple> tuples = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            tuples.add(FourTuple.of(c.local, 80 + i % 3, Endpoint.of(c.peer, 1000 + i)));
        }
        for (int i = 0; i < 20_000; i++) {
            FourTuple t = tuples.get(chance.nextInt(tuples.size()));
            if (chance.chance(0.5)) {
                TimeWait entry = entry(c, t);
                table.put(entry);
                model.put(t, entry);
            } else if (model.get(t) != null) {
                table.remove(model.remove(t));
            }
            assertThat(table.size()).isEqualTo(model.size());
            FourTuple probe = tuples.get(chance.nextInt(tuples.size()));
            assertThat(table.find(probe)).isSameAs(model.get(probe));
        }
        // Another entry for the same tuple is not taken out by mistake.
        FourTuple t = tuples.get(0);
        TimeWait first = entry(c, t);
        TimeWait second = entry(c, t);
        table.put(first);
        table.put(second);
        table.remove(first);
        assertThat(table.find(t)).isSameAs(second);
    }

    private static TimeWait entry(Conversation c, FourTuple tuple) {
        TcpConnection connection = new TcpConnection(c.tcp, 0, tuple, c.network.path, TcpSettings.DEFAULT, 1, 0);
        return new TimeWait(connection, 0, null, false, false);
    }

    @Test
    void firstSequenceNumbersRiseWithTheClockAndDifferByConnection() {
        InitialSequenceNumbers numbers = new InitialSequenceNumbers(new SipHash(1, 2));
        IpAddress local = IpAddress.of("192.0.2.1");
        FourTuple a = FourTuple.of(local, 1000, Endpoint.of(IpAddress.of("192.0.2.2"), 80));
        FourTuple b = FourTuple.of(local, 1001, Endpoint.of(IpAddress.of("192.0.2.2"), 80));
        assertThat(numbers.next(4_000, a) - numbers.next(0, a))
                .as("one per 4 µs")
                .isEqualTo(1);
        assertThat(numbers.next(0, a)).isNotEqualTo(numbers.next(0, b));
        assertThat(new InitialSequenceNumbers(new SipHash(1, 3)).next(0, a)).isNotEqualTo(numbers.next(0, a));
        // 2³² numbers of 4 µs: once round in 4.77 hours.
        long round = (1L << 32) * 4_000;
        assertThat(numbers.next(round, a)).isEqualTo(numbers.next(0, a));
        assertThat(round / 3.6e12).isBetween(4.77, 4.78);
    }

    @Test
    void ephemeralPortsStayInLinuxsRangeAndDoNotRepeat() {
        EphemeralPorts ports = new EphemeralPorts(new SipHash(1, 2), new PortSpace());
        Set<Integer> seen = new HashSet<>();
        Endpoint remote = Endpoint.of(IpAddress.of("192.0.2.2"), 80);
        for (int i = 0; i < 5_000; i++) {
            seen.add(ports.toConnect(IpAddress.of("192.0.2.1"), remote, p -> true));
        }
        assertThat(seen).hasSize(5_000).allMatch(p -> p >= 32768 && p <= 60999);
    }

    @Test
    void knobsAreReadAndTurnedByTheirSysctlNames() {
        TcpConfig config = TcpConfig.linux();
        for (String name : TcpConfig.names()) {
            assertThat(config.with(name, config.get(name))).as(name).isEqualTo(config);
        }
        assertThat(TcpConfig.names()).contains("net.ipv4.tcp_syn_retries", "net.ipv4.tcp_fin_timeout");
        assertThat(config.with("net.ipv4.tcp_rmem", "4096 65536 1000000").rmem().maximum())
                .isEqualTo(1_000_000);
        assertThatThrownBy(() -> config.with("net.ipv4.tcp_nonsense", "1")).hasMessageContaining("no such sysctl");
        assertThatThrownBy(() -> config.with("net.ipv4.tcp_rmem", "3 2 1")).hasMessageContaining("minimum");
        assertThatThrownBy(() -> config.with("net.ipv4.tcp_syn_retries", "many"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEndedConnectionLeavesNoTimerBehind() throws TcpException {
        Conversation c = new Conversation(IpFamily.IPV4)
                .listen(8, TcpSettings.DEFAULT.withKeepAlive(true))
                .established();
        c.write(100).discardSent().receive("R 1:1(0) win 0").state(TcpState.CLOSED);
        assertThat(c.timers.nextDeadlineNanos()).isEqualTo(Timer.NEVER);
        assertThat(c.timers.size()).isZero();
    }
}
