package dev.netrarium.world;

/**
 * Loss in bursts: the Gilbert–Elliott model, a chain of two states that steps once per frame.
 *
 * @param goodToBad probability of stepping from the good state to the bad one
 * @param badToGood probability of stepping back; 1/badToGood is the mean length of a burst, in frames
 * @param lossInBad probability that a frame is lost in the bad state
 * @param lossInGood probability that a frame is lost in the good state
 */
public record BurstLoss(double goodToBad, double badToGood, double lossInBad, double lossInGood) {
    public BurstLoss {
        Conditions.requireProbability("burst loss, good to bad", goodToBad);
        Conditions.requireProbability("burst loss, bad to good", badToGood);
        Conditions.requireProbability("burst loss, loss in the bad state", lossInBad);
        Conditions.requireProbability("burst loss, loss in the good state", lossInGood);
    }

    /** The simple Gilbert model: everything is lost in the bad state, nothing in the good one. */
    public static BurstLoss of(double goodToBad, double badToGood) {
        return new BurstLoss(goodToBad, badToGood, 1, 0);
    }
}
