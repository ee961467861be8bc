package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.rig.BulkTransfer;
import dev.netrarium.stack.rig.LinkConditions;
import dev.netrarium.stack.rig.RigPair;
import dev.netrarium.wire.IpFamily;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Goodput on a line of 100 Mbit/s by round trip, loss, reordering and congestion control, in virtual time, the median of
 * twenty seeds, kept as a snapshot: a change in it is a decision. Every transfer's bytes are compared by SHA-256 on the
 * way.
 */
class GoodputGridTest {
    private static final double[] LOSS = {0, 0.001, 0.01, 0.03};
    private static final int[] ROUND_TRIP_MILLIS = {1, 20, 100};
    private static final int SEEDS = 20;
    private static final int BYTES = 2_000_000;
    private static final long BITS_PER_SECOND = 100_000_000;

    /** Room before the line for a round trip at its speed, at least for one of 20 ms. */
    private static final int LEAST_QUEUE_BYTES = 250_000;

    /** So many packets are held back, for half of a round trip. */
    private static final double REORDERED = 0.01;

    /** What reordering may cost. */
    private static final double LEAST_SHARE = 0.8;

    /**
     * HyStart++ leaves slow start at the delay that bursts make on a short line; a transfer of 2 MB ends before CUBIC has
     * made that good.
     */
    private static final double CUBIC_SHARE = 0.85;

    private static final String SNAPSHOT = "goodput-grid.txt";

    @Test
    void goodputIsWhatItWas() throws IOException {
        String grid = grid();
        String kept;
        try (InputStream in = GoodputGridTest.class.getResourceAsStream(SNAPSHOT)) {
            kept = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Path fresh = Path.of("target", SNAPSHOT);
        if (!grid.equals(kept)) {
            Files.createDirectories(fresh.getParent());
            Files.writeString(fresh, grid);
        }
        assertThat(grid)
                .as("the grid; if its change is meant, replace the resource " + SNAPSHOT + " by " + fresh)
                .isEqualTo(kept);
    }

    private static String grid() throws TcpException {
        StringBuilder text = new StringBuilder("Goodput in Mbit/s of " + BYTES + " bytes on 100 Mbit/s, median of "
                + SEEDS + " seeds; r: 1 % of packets held back half a round trip\n");
        text.append(String.format(Locale.ROOT, "%8s %8s", "rtt ms", "loss %"));
        text.append(String.format(Locale.ROOT, " %8s %8s %8s %8s%n", "reno", "bbr", "cubic", "cubic r"));
        for (int millis : ROUND_TRIP_MILLIS) {
            for (double loss : LOSS) {
                text.append(String.format(Locale.ROOT, "%8d %8.1f", millis, loss * 100));
                double reno = median("reno", millis, loss, 0);
                double bbr = median("bbr", millis, loss, 0);
                double cubic = median("cubic", millis, loss, 0);
                double reordered = median("cubic", millis, loss, REORDERED);
                text.append(String.format(Locale.ROOT, " %8.2f %8.2f %8.2f %8.2f%n", reno, bbr, cubic, reordered));
                if (loss == 0) {
                    assertThat(reordered)
                            .as("with reordering, round trip %d ms", millis)
                            .isGreaterThan(LEAST_SHARE * cubic);
                }
                assertThat(cubic)
                        .as("CUBIC, the default, round trip %d ms, loss %s", millis, loss)
                        .isGreaterThan(reno * CUBIC_SHARE);
            }
        }
        return text.toString();
    }

    private static int queueBytes(int roundTripMillis) {
        return (int) Math.max(LEAST_QUEUE_BYTES, BITS_PER_SECOND / 8 * roundTripMillis / 1000);
    }

    private static double median(String control, int roundTripMillis, double loss, double reordering)
            throws TcpException {
        double[] rates = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            rates[seed] = rate(control, seed, roundTripMillis, loss, reordering);
        }
        Arrays.sort(rates);
        return (rates[SEEDS / 2 - 1] + rates[SEEDS / 2]) / 2;
    }

    private static double rate(String control, int seed, int roundTripMillis, double loss, double reordering)
            throws TcpException {
        Duration delay = Duration.ofMillis(roundTripMillis).dividedBy(2);
        LinkConditions line = LinkConditions.IDEAL
                .withDelay(delay)
                .withLoss(loss)
                .withReordering(reordering, delay)
                .withBandwidth(BITS_PER_SECOND, queueBytes(roundTripMillis));
        IpFamily family = seed % 2 == 0 ? IpFamily.IPV4 : IpFamily.IPV6;
        RigPair pair = new RigPair(seed, family, line);
        TcpSettings settings = TcpSettings.DEFAULT.withCongestionControl(control);
        BulkTransfer t = pair.transfer(BYTES, settings, settings);
        assertThat(pair.rig.runUntil(t::isDone, Duration.ofHours(1))).isTrue();
        assertThat(t.bytesRead()).isEqualTo(BYTES);
        assertThat(t.sumRead()).isEqualTo(t.sumWritten());
        return BYTES * 8.0 * 1e9 / pair.rig.now() / 1e6;
    }
}
