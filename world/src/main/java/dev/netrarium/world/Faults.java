package dev.netrarium.world;

import dev.netrarium.stack.RandomStream;

/**
 * The chance of one direction. Each fault has a stream of its own, keyed by (seed, direction, fault), and each that is
 * set draws once for every frame, whatever becomes of the frame: turning one knob moves nothing in another.
 */
final class Faults {
    private final RandomStream lossChance;
    private final RandomStream burstSteps;
    private final RandomStream burstChance;
    private final RandomStream jitterChance;
    private final RandomStream duplicationChance;
    private final RandomStream reorderingChance;
    private final RandomStream corruptionChance;
    private final RandomStream corruptedBits;
    private final RandomStream frameErrorChance;

    private boolean inBadState;

    /** What was drawn for the frame at hand. */
    boolean lost;

    boolean hasFrameError;
    boolean duplicated;
    boolean heldBack;
    boolean corrupted;
    long jitterNanos;

    Faults(long seed, String direction) {
        lossChance = RandomStream.of(seed, direction, "loss");
        burstSteps = RandomStream.of(seed, direction, "burst steps");
        burstChance = RandomStream.of(seed, direction, "burst loss");
        jitterChance = RandomStream.of(seed, direction, "jitter");
        duplicationChance = RandomStream.of(seed, direction, "duplication");
        reorderingChance = RandomStream.of(seed, direction, "reordering");
        corruptionChance = RandomStream.of(seed, direction, "corruption");
        corruptedBits = RandomStream.of(seed, direction, "corrupted bits");
        frameErrorChance = RandomStream.of(seed, direction, "frame errors");
    }

    /** Nothing befalls the frames to come, until something is drawn for one. */
    void spare() {
        lost = false;
        hasFrameError = false;
        duplicated = false;
        heldBack = false;
        corrupted = false;
        jitterNanos = 0;
    }

    /** Draws the fate of one frame. */
    void draw(Conditions conditions, long jitterBoundNanos) {
        lost = lossChance.chance(conditions.loss());
        BurstLoss burst = conditions.burstLoss();
        if (burst != null) {
            inBadState = inBadState ? !burstSteps.chance(burst.badToGood()) : burstSteps.chance(burst.goodToBad());
            lost |= burstChance.chance(inBadState ? burst.lossInBad() : burst.lossInGood());
        }
        jitterNanos = jitterBoundNanos == 0 ? 0 : jitterChance.nextLong(2 * jitterBoundNanos + 1) - jitterBoundNanos;
        duplicated = duplicationChance.chance(conditions.duplication());
        heldBack = reorderingChance.chance(conditions.reordering());
        corrupted = corruptionChance.chance(conditions.corruption());
        hasFrameError = frameErrorChance.chance(conditions.frameErrors());
    }

    /** Flips one bit of {@code bytes[start, end)} and answers which, counted from the first. */
    int flipOneBit(byte[] bytes, int start, int end) {
        int bit = corruptedBits.nextInt(8 * (end - start));
        bytes[start + (bit >>> 3)] ^= (byte) (0x80 >>> (bit & 7));
        return bit;
    }
}
