package dev.netrarium.cli;

import dev.netrarium.world.Conditions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options that say what a cable does to frames, each way; without any it does nothing. */
final class CableOptions {
    /** How long a reordered frame is held back: long enough to be overtaken at a megabit a second and more. */
    private static final Duration HELD_BACK = Duration.ofMillis(5);

    @Option(
            names = "--delay",
            paramLabel = "D",
            converter = DurationConverter.class,
            description = "One-way delay: 20ms.")
    Duration delay = Duration.ZERO;

    @Option(
            names = "--jitter",
            paramLabel = "D",
            converter = DurationConverter.class,
            description = "The delay varies by plus or minus this; frames keep their order.")
    Duration jitter = Duration.ZERO;

    @Option(
            names = "--loss",
            paramLabel = "P",
            converter = ProbabilityConverter.class,
            description = "Lose frames with this probability: 2%%, 0.02.")
    double loss;

    @Option(
            names = "--reorder",
            paramLabel = "P",
            converter = ProbabilityConverter.class,
            description = "Hold frames back for 5 ms with this probability, so that others overtake them.")
    double reordering;

    @Option(
            names = "--duplicate",
            paramLabel = "P",
            converter = ProbabilityConverter.class,
            description = "Deliver frames twice with this probability.")
    double duplication;

    @Option(
            names = "--corrupt",
            paramLabel = "P",
            converter = ProbabilityConverter.class,
            description = "Flip a bit of frames with this probability: only checksums see it.")
    double corruption;

    @Option(
            names = "--rate",
            paramLabel = "R",
            converter = RateConverter.class,
            description = "Bits per second: 10mbit, 1gbit. A queue of 1000 frames waits before it.")
    long bitsPerSecond;

    @Option(names = "--mtu", paramLabel = "BYTES", description = "Longest IP packet (${DEFAULT-VALUE}).")
    int mtuBytes = 1500;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What chance is drawn from (${DEFAULT-VALUE}): the same frames suffer the same fate.")
    long seed = 1;

    void apply(Conditions.Change cable) {
        cable.delay(delay)
                .jitter(jitter)
                .loss(loss)
                .reordering(reordering, HELD_BACK)
                .duplication(duplication)
                .corruption(corruption)
                .bandwidth(bitsPerSecond);
    }

    /** True when nothing was asked for: frames pass at once and unharmed. */
    boolean isPlain() {
        return delay.isZero()
                && jitter.isZero()
                && loss == 0
                && reordering == 0
                && duplication == 0
                && corruption == 0
                && bitsPerSecond == 0;
    }
}
