package dev.netrarium.cli;

import dev.netrarium.world.Conditions;
import dev.netrarium.world.QueueLimit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that say what a cable does to frames, named as {@code tc netem} names them. Each is for both ways, or, with a
 * comma, for each: there, back. What is not given stays as the cable has it.
 */
final class CableOptions {
    /** How long a reordered frame is held back: long enough to be overtaken at a megabit a second and more. */
    private static final Duration HELD_BACK = Duration.ofMillis(5);

    @Option(
            names = "--delay",
            paramLabel = "D",
            converter = EachWay.OfDuration.class,
            description =
                    "One-way delay: 20ms; or there and back: 20ms,5ms, as the options below up to --queue may have it.")
    @Nullable EachWay<Duration> delay;

    @Option(
            names = "--jitter",
            paramLabel = "D",
            converter = EachWay.OfDuration.class,
            description = "The delay varies by plus or minus this; frames keep their order.")
    @Nullable EachWay<Duration> jitter;

    @Option(
            names = "--loss",
            paramLabel = "P",
            converter = EachWay.OfProbability.class,
            description = "Lose frames with this probability: 2%%, 0.02; or there and back: 2%%,0.")
    @Nullable EachWay<Double> loss;

    @Option(
            names = "--reorder",
            paramLabel = "P",
            converter = EachWay.OfProbability.class,
            description = "Hold frames back for 5 ms with this probability, so that others overtake them.")
    @Nullable EachWay<Double> reordering;

    @Option(
            names = "--duplicate",
            paramLabel = "P",
            converter = EachWay.OfProbability.class,
            description = "Deliver frames twice with this probability.")
    @Nullable EachWay<Double> duplication;

    @Option(
            names = "--corrupt",
            paramLabel = "P",
            converter = EachWay.OfProbability.class,
            description = "Flip a bit of frames with this probability: only checksums see it.")
    @Nullable EachWay<Double> corruption;

    @Option(
            names = "--rate",
            paramLabel = "R",
            converter = EachWay.OfRate.class,
            description = "Bits per second: 10mbit, 1gbit.")
    @Nullable EachWay<Long> bitsPerSecond;

    @Option(
            names = "--queue",
            paramLabel = "N",
            converter = EachWay.OfFrames.class,
            description = "Frames that may wait before --rate; more are dropped (1000 where the sender cannot wait).")
    @Nullable EachWay<Integer> queueFrames;

    @Option(
            names = "--mtu",
            paramLabel = "BYTES",
            description = "Longest IP packet, 68 to 65535 bytes (1500 unless given).")
    @Nullable Integer mtuBytes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "What chance is drawn from (1, or the scenario's, unless given): the same fate for the same frames.")
    @Nullable Long seed;

    /** What chance is drawn from where nothing else says it. */
    long seed() {
        return seed == null ? 1 : seed;
    }

    /** Sets what was given, for the way there. */
    void applyThere(Conditions.Change cable) {
        apply(cable, true);
    }

    /** Sets what was given, for the way back. */
    void applyBack(Conditions.Change cable) {
        apply(cable, false);
    }

    /** True when nothing was asked for: the cable stays as it is. */
    boolean isPlain() {
        return delay == null
                && jitter == null
                && loss == null
                && reordering == null
                && duplication == null
                && corruption == null
                && bitsPerSecond == null
                && queueFrames == null
                && mtuBytes == null;
    }

    /** The conditions of a way that differ from a cable that delays nothing, for people. */
    static String words(Conditions way) {
        List<String> words = new ArrayList<>();
        if (!way.delay().isZero()) {
            words.add("delay " + millis(way.delay()));
        }
        if (!way.jitter().isZero()) {
            words.add("jitter " + millis(way.jitter()));
        }
        addPercent(words, "loss", way.loss());
        addPercent(words, "reordering", way.reordering());
        addPercent(words, "duplication", way.duplication());
        addPercent(words, "corruption", way.corruption());
        if (way.bandwidthBitsPerSecond() > 0) {
            words.add("rate " + decimal(way.bandwidthBitsPerSecond() / 1e6) + " Mbit/s");
        }
        if (way.queue().packets() > 0) {
            words.add("queue " + way.queue().packets() + " frames");
        }
        return words.isEmpty() ? "no delay, no fault" : String.join(", ", words);
    }

    private void apply(Conditions.Change cable, boolean there) {
        if (delay != null) {
            cable.delay(delay.way(there));
        }
        if (jitter != null) {
            cable.jitter(jitter.way(there));
        }
        if (loss != null) {
            cable.loss(loss.way(there));
        }
        if (reordering != null) {
            cable.reordering(reordering.way(there), HELD_BACK);
        }
        if (duplication != null) {
            cable.duplication(duplication.way(there));
        }
        if (corruption != null) {
            cable.corruption(corruption.way(there));
        }
        if (bitsPerSecond != null) {
            cable.bandwidth(bitsPerSecond.way(there));
        }
        if (queueFrames != null) {
            cable.queue(QueueLimit.packets(queueFrames.way(there)));
        }
        if (mtuBytes != null) {
            cable.mtu(mtuBytes);
        }
    }

    private static void addPercent(List<String> words, String name, double probability) {
        if (probability > 0) {
            words.add(name + " " + decimal(probability * 100) + " %");
        }
    }

    private static String millis(Duration duration) {
        return decimal(duration.toNanos() / 1e6) + " ms";
    }

    /** With no more decimals than there are, three at most. */
    private static String decimal(double number) {
        return BigDecimal.valueOf(number)
                .setScale(3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
