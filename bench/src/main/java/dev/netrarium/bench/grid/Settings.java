package dev.netrarium.bench.grid;

/**
 * What all transfers of a grid have in common.
 *
 * @param seconds how long each sends
 * @param mostBytes how much it sends at most
 * @param repetitions how often each cell and pairing is run
 * @param bitsPerSecond the path's rate; 0 for no limit
 * @param queueFrames how many frames wait before it
 */
public record Settings(double seconds, long mostBytes, int repetitions, long bitsPerSecond, int queueFrames) {
    public Settings {
        if (!(seconds > 0) || mostBytes < 1 || repetitions < 1 || bitsPerSecond < 0 || queueFrames < 1) {
            throw new IllegalArgumentException("a grid needs time, bytes, repetitions and a queue");
        }
    }
}
