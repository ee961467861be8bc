package dev.netrarium.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.TcpHeader;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The scripts of this repository notice a host that is wrong in one thing. The numbers are how many fail at least, well
 * below how many do: fewer mean that a behaviour has lost its scripts.
 */
class WrongHostsFailTest {
    private static final int SACK_PERMITTED = 4;
    private static final int SACK = 5;
    private static final int TIMESTAMPS = 8;
    private static final int WINDOW_SCALE = 3;
    private static final int MSS = 2;

    /** What is wrong with a host. */
    enum Fault {
        FLIPS_PUSH_OF_DATA(40, packets((b, at) -> {
            if (WrongPackets.hasData(b, at)) {
                WrongPackets.flip(b, at, TcpHeader.PSH);
            }
        })),
        ACKNOWLEDGES_ONE_MORE(80, packets((b, at) -> {
            if (!WrongPackets.has(b, at, TcpHeader.SYN | TcpHeader.RST)) {
                TcpHeader.putAcknowledgmentNumber(b, at, TcpHeader.acknowledgmentNumber(b, at) + 1);
            }
        })),
        NUMBERS_DATA_ONE_TOO_HIGH(40, packets((b, at) -> {
            if (WrongPackets.hasData(b, at)) {
                TcpHeader.putSequenceNumber(b, at, TcpHeader.sequenceNumber(b, at) + 1);
            }
        })),
        ANNOUNCES_ONE_BYTE_MORE(1, packets((b, at) -> TcpHeader.putWindow(b, at, TcpHeader.window(b, at) + 1))),
        FORGETS_SACK_BLOCKS(5, packets(WrongPackets.without(SACK))),
        DOES_NOT_OFFER_SACK(90, packets(WrongPackets.without(SACK_PERMITTED))),
        DOES_NOT_OFFER_WINDOW_SCALE(90, packets(WrongPackets.without(WINDOW_SCALE))),
        SENDS_NO_MSS(100, packets(WrongPackets.without(MSS))),
        SENDS_NO_TIMESTAMPS(20, packets(WrongPackets.without(TIMESTAMPS))),
        FORGETS_FIN(15, packets((b, at) -> {
            if (WrongPackets.has(b, at, TcpHeader.FIN)) {
                WrongPackets.flip(b, at, TcpHeader.FIN);
            }
        })),
        HAS_TIMERS_10_MS_LATE(3, WrongSystem.drillWithLateTimers(10_000_000)),
        TELLS_OF_A_LARGER_WINDOW(3, WrongSystem.drillWithWrongInfo("tcpi_snd_cwnd")),
        TELLS_OF_ANOTHER_CONGESTION_STATE(3, WrongSystem.drillWithWrongInfo("tcpi_ca_state"));

        private final int least;
        private final Drill drill;

        Fault(int least, Drill drill) {
            this.least = least;
            this.drill = drill;
        }

        private static Drill packets(WrongPackets.Change change) {
            return WrongSystem.drill(WrongPackets.changed(change));
        }
    }

    @ParameterizedTest
    @EnumSource
    void someScriptFails(Fault fault) {
        assertThat(failed(fault.drill, fault.least)).as("%s", fault).isGreaterThanOrEqualTo(fault.least);
    }

    /** How many fail, counted as far as is asked. */
    private static int failed(Drill drill, int enough) {
        int failed = 0;
        for (Path script : Scripts.all()) {
            if (failed < enough) {
                boolean passes = drill.run(script.toString(), Scripts.text(script)).stream()
                        .allMatch(ScriptResult::passed);
                failed += passes ? 0 : 1;
            }
        }
        return failed;
    }
}
