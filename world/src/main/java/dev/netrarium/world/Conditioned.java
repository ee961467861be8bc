package dev.netrarium.world;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Something whose {@link Conditions} can be set, at any time: one direction of a wire, both, or every port of a LAN.
 * Every call answers the thing itself, so that calls chain: {@code lan.delay(ofMillis(5)).loss(0.01)}.
 *
 * @param <S> the thing itself
 */
public interface Conditioned<S> {
    /** Changes several conditions at once. */
    S change(Consumer<Conditions.Change> change);

    /** Propagation delay of one way. */
    default S delay(Duration value) {
        return change(c -> c.delay(value));
    }

    /** The delay varies evenly by ± this; frames keep their order. */
    default S jitter(Duration value) {
        return change(c -> c.jitter(value));
    }

    /** Bits of frames per second; 0 for no limit. */
    default S bandwidth(long bitsPerSecond) {
        return change(c -> c.bandwidth(bitsPerSecond));
    }

    /** How much may wait for its turn on a wire with a bandwidth. */
    default S queue(QueueLimit limit) {
        return change(c -> c.queue(limit));
    }

    /** Probability that a frame is lost. */
    default S loss(double probability) {
        return change(c -> c.loss(probability));
    }

    /** Loss in bursts, beside {@link #loss}. */
    default S burstLoss(BurstLoss model) {
        return change(c -> c.burstLoss(model));
    }

    /** Probability that a frame arrives twice. */
    default S duplication(double probability) {
        return change(c -> c.duplication(probability));
    }

    /** Probability that a frame is held back for a while and overtaken. */
    default S reordering(double probability, Duration heldBack) {
        return change(c -> c.reordering(probability, heldBack));
    }

    /** Probability that a bit flips unseen by the frame check sequence: the frame is delivered with the error. */
    default S corruption(double probability) {
        return change(c -> c.corruption(probability));
    }

    /** Probability that bits flip and the frame check sequence shows it: the receiver drops the frame. */
    default S frameErrors(double probability) {
        return change(c -> c.frameErrors(probability));
    }

    /** From now on everything is lost, what is on the wire included. The interfaces do not notice. */
    default S cut() {
        return change(c -> c.cut(true));
    }

    /** Ends a cut. */
    default S heal() {
        return change(c -> c.cut(false));
    }
}
