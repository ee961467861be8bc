package dev.netrarium.world;

/**
 * What became of the frames of one direction so far.
 *
 * @param sentFrames frames put on the wire
 * @param sentBytes their bytes
 * @param deliveredFrames frames that reached the other end, duplicates included
 * @param deliveredBytes their bytes
 * @param lost frames lost by {@code loss} or {@code burstLoss}
 * @param queueFull frames dropped because the wire's queue was full
 * @param frameErrors frames dropped because of their frame check sequence
 * @param tooBig frames longer than the wire's MTU
 * @param cut frames lost because the wire was cut
 * @param duplicated frames delivered twice
 * @param reordered frames held back
 * @param corrupted frames delivered with a flipped bit
 * @param waitingFrames frames waiting now for their turn
 * @param inFlightFrames frames on the wire now
 */
public record DirectionStatistics(
        long sentFrames,
        long sentBytes,
        long deliveredFrames,
        long deliveredBytes,
        long lost,
        long queueFull,
        long frameErrors,
        long tooBig,
        long cut,
        long duplicated,
        long reordered,
        long corrupted,
        int waitingFrames,
        int inFlightFrames) {}
