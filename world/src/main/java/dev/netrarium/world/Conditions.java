package dev.netrarium.world;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens to frames in one {@link Direction} of a wire: the knobs and their values. A value; to change a running
 * wire give it another one.
 *
 * @param delay from the last bit sent to the last bit received; 1 µs unless set, so that time moves
 * @param jitter the delay of each frame varies evenly by ± this; frames keep their order
 * @param bandwidthBitsPerSecond the wire's speed, in bits of frames (header to payload, no preamble, check sequence or
 *     gap) per second; 0 for no limit
 * @param queue how many frames may wait for their turn on a wire with a bandwidth
 * @param loss probability that a frame is lost
 * @param burstLoss loss in bursts, beside {@code loss}; null for none
 * @param duplication probability that a frame arrives twice
 * @param reordering probability that a frame is held back and overtaken by those behind it
 * @param reorderingDelay how long such a frame is held back
 * @param corruption probability that one bit of the frame, evenly chosen, is flipped <em>behind the back of the frame
 *     check sequence</em>, as by bad memory: the frame is delivered, and only the checksums of IP, TCP and UDP can see it
 * @param frameErrors probability that bits flip on the wire and the frame check sequence shows it: the receiving end
 *     drops the frame
 * @param mtuBytes longest IP packet that the wire carries; longer ones vanish in it
 * @param cut true while the wire is cut: everything on it and everything sent into it is lost; the interfaces do not
 *     notice, as behind a switch
 */
public record Conditions(
        Duration delay,
        Duration jitter,
        long bandwidthBitsPerSecond,
        QueueLimit queue,
        double loss,
        @Nullable BurstLoss burstLoss,
        double duplication,
        double reordering,
        Duration reorderingDelay,
        double corruption,
        double frameErrors,
        int mtuBytes,
        boolean cut) {
    /** A century: more makes no sense, and sums stay far from overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    /** A good cable: 1 µs, no limit, no fault, MTU 1500. */
    public static final Conditions PERFECT = new Conditions(
            Duration.ofNanos(1000),
            Duration.ZERO,
            0,
            QueueLimit.BACKPRESSURE,
            0,
            null,
            0,
            0,
            Duration.ofMillis(1),
            0,
            0,
            1500,
            false);

    public Conditions {
        requireDelay("delay", delay);
        requireDelay("jitter", jitter);
        requireDelay("reordering delay", reorderingDelay);
        requireProbability("loss", loss);
        requireProbability("duplication", duplication);
        requireProbability("reordering", reordering);
        requireProbability("corruption", corruption);
        requireProbability("frame errors", frameErrors);
        if (bandwidthBitsPerSecond < 0) {
            throw new IllegalArgumentException(
                    "bandwidth cannot be negative: " + bandwidthBitsPerSecond + " bit/s (0 means no limit)");
        }
        if (mtuBytes < 68 || mtuBytes > 65_535) {
            throw new IllegalArgumentException("MTUs are 68 to 65535 bytes: " + mtuBytes);
        }
    }

    /** These conditions with some of them changed: {@code with(c -> c.loss(0.05).delay(ofMillis(20)))}. */
    public Conditions with(Consumer<Change> change) {
        Change draft = new Change(this);
        change.accept(draft);
        return draft.made();
    }

    /** True when every frame arrives unharmed, in order, at once: the wire needs no event of its own. */
    boolean isTransparent() {
        return delay.isZero() && bandwidthBitsPerSecond == 0 && !cut && !leavesToChance();
    }

    /** True when the fate of a frame must be drawn. */
    boolean leavesToChance() {
        return !jitter.isZero()
                || loss > 0
                || burstLoss != null
                || duplication > 0
                || reordering > 0
                || corruption > 0
                || frameErrors > 0;
    }

    static void requireProbability(String what, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(what + " is a probability, 0 to 1: " + p);
        }
    }

    private static void requireDelay(String what, Duration d) {
        if (d.isNegative() || d.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " is 0 to 100 years: " + d);
        }
    }

    /** A draft of conditions, one setter per knob; the units and meanings are those of the record. */
    public static final class Change {
        private Duration delay;
        private Duration jitter;
        private long bandwidthBitsPerSecond;
        private QueueLimit queue;
        private double loss;
        private @Nullable BurstLoss burstLoss;
        private double duplication;
        private double reordering;
        private Duration reorderingDelay;
        private double corruption;
        private double frameErrors;
        private int mtuBytes;
        private boolean cut;

        private Change(Conditions from) {
            delay = from.delay;
            jitter = from.jitter;
            bandwidthBitsPerSecond = from.bandwidthBitsPerSecond;
            queue = from.queue;
            loss = from.loss;
            burstLoss = from.burstLoss;
            duplication = from.duplication;
            reordering = from.reordering;
            reorderingDelay = from.reorderingDelay;
            corruption = from.corruption;
            frameErrors = from.frameErrors;
            mtuBytes = from.mtuBytes;
            cut = from.cut;
        }

        public Change delay(Duration value) {
            delay = value;
            return this;
        }

        public Change jitter(Duration value) {
            jitter = value;
            return this;
        }

        public Change bandwidth(long bitsPerSecond) {
            bandwidthBitsPerSecond = bitsPerSecond;
            return this;
        }

        public Change queue(QueueLimit value) {
            queue = value;
            return this;
        }

        public Change loss(double probability) {
            loss = probability;
            return this;
        }

        public Change burstLoss(@Nullable BurstLoss value) {
            burstLoss = value;
            return this;
        }

        public Change duplication(double probability) {
            duplication = probability;
            return this;
        }

        public Change reordering(double probability, Duration heldBack) {
            reordering = probability;
            reorderingDelay = heldBack;
            return this;
        }

        public Change corruption(double probability) {
            corruption = probability;
            return this;
        }

        public Change frameErrors(double probability) {
            frameErrors = probability;
            return this;
        }

        public Change mtu(int bytes) {
            mtuBytes = bytes;
            return this;
        }

        public Change cut(boolean value) {
            cut = value;
            return this;
        }

        private Conditions made() {
            return new Conditions(
                    delay,
                    jitter,
                    bandwidthBitsPerSecond,
                    queue,
                    loss,
                    burstLoss,
                    duplication,
                    reordering,
                    reorderingDelay,
                    corruption,
                    frameErrors,
                    mtuBytes,
                    cut);
        }
    }
}
