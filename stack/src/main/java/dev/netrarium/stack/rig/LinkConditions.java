package dev.netrarium.stack.rig;

import java.time.Duration;

/**
 * What one direction of a link does to packets.
 *
 * @param delayNanos how long each packet travels
 * @param jitterNanos up to so much longer, uniformly; packets may overtake each other
 * @param bitsPerSecond bandwidth, 0 for no bound
 * @param queueBytes bytes that wait for the wire at most, beyond which packets are dropped; only with a bandwidth
 * @param mtuBytes the largest IP packet that passes
 * @param loss probability that a packet vanishes
 * @param duplication probability that it comes twice
 * @param reordering probability that it is held back for {@code reorderNanos}
 * @param reorderNanos how long a reordered packet is held back
 * @param corruption probability that one bit of its transport part flips
 */
public record LinkConditions(
        long delayNanos,
        long jitterNanos,
        long bitsPerSecond,
        int queueBytes,
        int mtuBytes,
        double loss,
        double duplication,
        double reordering,
        long reorderNanos,
        double corruption) {

    /** A cable without faults, delay or bound, MTU 1500. */
    public static final LinkConditions IDEAL = new LinkConditions(0, 0, 0, 0, 1500, 0, 0, 0, 0, 0);

    public LinkConditions {
        if (delayNanos < 0 || jitterNanos < 0 || bitsPerSecond < 0 || queueBytes < 0 || reorderNanos < 0) {
            throw new IllegalArgumentException("want times, rates and sizes that are not negative");
        }
        if (mtuBytes < 68) {
            throw new IllegalArgumentException("want an MTU of at least 68 bytes (RFC 791), got " + mtuBytes);
        }
        for (double probability : new double[] {loss, duplication, reordering, corruption}) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("want probabilities within 0..1, got " + probability);
            }
        }
    }

    /** The same with another delay. */
    public LinkConditions withDelay(Duration delay) {
        return new LinkConditions(
                delay.toNanos(),
                jitterNanos,
                bitsPerSecond,
                queueBytes,
                mtuBytes,
                loss,
                duplication,
                reordering,
                reorderNanos,
                corruption);
    }

    /** The same with a delay that varies. */
    public LinkConditions withJitter(Duration jitter) {
        return new LinkConditions(
                delayNanos,
                jitter.toNanos(),
                bitsPerSecond,
                queueBytes,
                mtuBytes,
                loss,
                duplication,
                reordering,
                reorderNanos,
                corruption);
    }

    /** The same with a bandwidth and a queue before it. */
    public LinkConditions withBandwidth(long bits, int queue) {
        return new LinkConditions(
                delayNanos,
                jitterNanos,
                bits,
                queue,
                mtuBytes,
                loss,
                duplication,
                reordering,
                reorderNanos,
                corruption);
    }

    /** The same with another MTU. */
    public LinkConditions withMtu(int bytes) {
        return new LinkConditions(
                delayNanos,
                jitterNanos,
                bitsPerSecond,
                queueBytes,
                bytes,
                loss,
                duplication,
                reordering,
                reorderNanos,
                corruption);
    }

    /** The same with another loss. */
    public LinkConditions withLoss(double probability) {
        return new LinkConditions(
                delayNanos,
                jitterNanos,
                bitsPerSecond,
                queueBytes,
                mtuBytes,
                probability,
                duplication,
                reordering,
                reorderNanos,
                corruption);
    }

    /** The same with packets that come twice. */
    public LinkConditions withDuplication(double probability) {
        return new LinkConditions(
                delayNanos,
                jitterNanos,
                bitsPerSecond,
                queueBytes,
                mtuBytes,
                loss,
                probability,
                reordering,
                reorderNanos,
                corruption);
    }

    /** The same with packets that are held back. */
    public LinkConditions withReordering(double probability, Duration heldBack) {
        return new LinkConditions(
                delayNanos,
                jitterNanos,
                bitsPerSecond,
                queueBytes,
                mtuBytes,
                loss,
                duplication,
                probability,
                heldBack.toNanos(),
                corruption);
    }

    /** The same with flipped bits. */
    public LinkConditions withCorruption(double probability) {
        return new LinkConditions(
                delayNanos,
                jitterNanos,
                bitsPerSecond,
                queueBytes,
                mtuBytes,
                loss,
                duplication,
                reordering,
                reorderNanos,
                probability);
    }
}
