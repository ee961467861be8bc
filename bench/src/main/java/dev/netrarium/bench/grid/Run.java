package dev.netrarium.bench.grid;

/**
 * One transfer.
 *
 * @param bytes how many came
 * @param seconds from the acceptance of the connection to the end of the stream, at the receiver
 * @param isIntact they were what was sent, by SHA-256
 */
public record Run(Cell cell, Pairing pairing, int repetition, long bytes, double seconds, boolean isIntact) {
    /** Millions of payload bits per second. */
    public double goodputMegabits() {
        return bytes * 8 / 1e6 / Math.max(seconds, 1e-6);
    }
}
