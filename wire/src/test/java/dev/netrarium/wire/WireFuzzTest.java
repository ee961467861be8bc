package dev.netrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.capture.CaptureFuzz;
import dev.netrarium.wire.dissect.DissectionFuzz;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * More than a million inputs for everything in this room that reads bytes or text: random ones, real frames cut at every
 * length, real frames with bytes changed, put in and taken out. Nothing may throw but the exception that is promised,
 * and what can be read must be written again as it was.
 */
@Timeout(120)
class WireFuzzTest {
    private static final int HEADER_INPUTS = 700_000;
    private static final int TEXT_INPUTS = 200_000;
    private static final int DISSECTED_INPUTS = 100_000;
    private static final int CAPTURE_INPUTS = 60_000;

    private final Random random = new Random(2026);
    private final List<byte[]> frames = new ArrayList<>(Frames.ofEveryKind().values());

    @Test
    void aMillionInputsDoNoHarm(TestReporter reporter) throws Exception {
        frames.add(Frames.TFTP_READ_REQUEST);
        long inputs = 0;
        for (byte[] frame : frames) {
            for (int length = 0; length <= frame.length; length++) {
                byte[] cut = Arrays.copyOf(frame, length);
                HeaderFuzz.readAll(cut, 0);
                HeaderFuzz.readAll(cut, Math.min(length, EthernetHeader.BYTES));
                DissectionFuzz.check(cut);
                inputs += 3;
            }
        }
        for (int i = 0; i < HEADER_INPUTS; i++) {
            byte[] b = input();
            HeaderFuzz.readByOne(i, b, random.nextInt(b.length + 1));
            inputs++;
        }
        for (int i = 0; i < TEXT_INPUTS; i++) {
            TextFuzz.readByOne(i, TextFuzz.text(random));
            inputs++;
        }
        for (int i = 0; i < DISSECTED_INPUTS; i++) {
            DissectionFuzz.check(input());
            inputs++;
        }
        inputs += CaptureFuzz.run(random, frames, CAPTURE_INPUTS);
        reporter.publishEntry("inputs", Long.toString(inputs));
        assertThat(inputs).isGreaterThan(1_000_000);
    }

    private byte[] input() {
        if (random.nextInt(3) == 0) {
            byte[] b = new byte[random.nextInt(120)];
            random.nextBytes(b);
            return b;
        }
        return WireFuzzInputs.mutated(random, frames.get(random.nextInt(frames.size())));
    }
}
