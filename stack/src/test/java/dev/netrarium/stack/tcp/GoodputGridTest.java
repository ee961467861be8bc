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
 * Goodput on a line of 100 Mbit/s by buffer, loss and round trip, in virtual time, the median of five seeds, kept as a
 * snapshot: a change in it is a decision. Every transfer's bytes are compared by SHA-256 on the way.
 */
class GoodputGridTest {
    private static final int[] BUFFER_KIB = {16, 64, 256, 1024};
    private static final double[] LOSS = {0, 0.001, 0.01, 0.03};
    private static final int[] ROUND_TRIP_MILLIS = {2, 20, 100};
    private static final int SEEDS = 5;
    private static final int BYTES = 2_000_000;
    private static final long BITS_PER_SECOND = 100_000_000;

    /** Room before the line for a round trip of 20 ms at its speed. */
    private static final int QUEUE_BYTES = 250_000;

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
        StringBuilder text = new StringBuilder("Goodput in Mbit/s of " + BYTES
                + " bytes on 100 Mbit/s, SACK and RACK, median of " + SEEDS + " seeds\n");
        text.append(String.format(Locale.ROOT, "%8s %8s", "rtt ms", "loss %"));
        for (int kib : BUFFER_KIB) {
            text.append(String.format(Locale.ROOT, " %7d K", kib));
        }
        text.append('\n');
        for (int millis : ROUND_TRIP_MILLIS) {
            for (double loss : LOSS) {
                text.append(String.format(Locale.ROOT, "%8d %8.1f", millis, loss * 100));
                for (int kib : BUFFER_KIB) {
                    text.append(String.format(Locale.ROOT, " %9.2f", median(millis, loss, kib)));
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static double median(int roundTripMillis, double loss, int bufferKib) throws TcpException {
        double[] rates = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            rates[seed] = rate(seed, roundTripMillis, loss, bufferKib);
        }
        Arrays.sort(rates);
        return rates[SEEDS / 2];
    }

    private static double rate(int seed, int roundTripMillis, double loss, int bufferKib) throws TcpException {
        LinkConditions line = LinkConditions.IDEAL
                .withDelay(Duration.ofMillis(roundTripMillis).dividedBy(2))
                .withLoss(loss)
                .withBandwidth(BITS_PER_SECOND, QUEUE_BYTES);
        IpFamily family = seed % 2 == 0 ? IpFamily.IPV4 : IpFamily.IPV6;
        RigPair pair = new RigPair(seed, family, line);
        TcpSettings settings =
                TcpSettings.DEFAULT.withReceiveBufferBytes(bufferKib << 10).withSendBufferBytes(bufferKib << 10);
        BulkTransfer t = pair.transfer(BYTES, settings, settings);
        assertThat(pair.rig.runUntil(t::isDone, Duration.ofHours(1))).isTrue();
        assertThat(t.bytesRead()).isEqualTo(BYTES);
        assertThat(t.sumRead()).isEqualTo(t.sumWritten());
        return BYTES * 8.0 * 1e9 / pair.rig.now() / 1e6;
    }
}
