package dev.netrarium.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.netrarium.wire.capture.CaptureFuzz;
import dev.netrarium.wire.dissect.DissectionFuzz;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The properties of {@link WireFuzzTest} under a fuzzer that follows the code's branches. A build tries the
 * seeds; to search, set the variable {@code JAZZER_FUZZ=1} and name one method:
 *
 * <pre>
 * JAZZER_FUZZ=1 ./mvnw -pl wire surefire:test@jazzer -Dtest=WireJazzerTest#dissection
 * </pre>
 */
class WireJazzerTest {
    static Stream<byte[]> frames() {
        return Frames.ofEveryKind().values().stream();
    }

    static Stream<byte[]> files() throws IOException {
        return CaptureFuzz.samples(List.copyOf(Frames.ofEveryKind().values())).stream();
    }

    @MethodSource("frames")
    @FuzzTest(maxDuration = "60s")
    void headers(byte[] input) {
        HeaderFuzz.readAll(input, 0);
    }

    @MethodSource("frames")
    @FuzzTest(maxDuration = "60s")
    void dissection(byte[] input) {
        DissectionFuzz.check(input);
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "60s")
    void captures(byte[] input) throws IOException {
        CaptureFuzz.readAll(input);
    }
}
