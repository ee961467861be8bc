package dev.netrarium.stack;

import java.nio.charset.StandardCharsets;

/**
 * A stream of chance for one consumer, the same in every JVM: SplitMix64, started from a seed, the consumer's stable
 * name, and its purpose. Two consumers never share a stream, so that one more draw here moves nothing there.
 */
public final class RandomStream {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    private RandomStream(long state) {
        this.state = state;
    }

    /** The stream of {@code purpose} (such as {@code "loss"}) of {@code name} (such as {@code "lan/a->b"}). */
    public static RandomStream of(long seed, String name, String purpose) {
        long hash = mix(seed + GOLDEN_GAMMA);
        for (byte b : (name + '\0' + purpose).getBytes(StandardCharsets.UTF_8)) {
            hash = mix((hash ^ b) + GOLDEN_GAMMA);
        }
        return new RandomStream(hash);
    }

    /** 64 uniform bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** 32 uniform bits. */
    public int nextInt() {
        return (int) (nextLong() >>> 32);
    }

    /** Uniform in {@code [0, bound)}; {@code bound} must be positive. */
    public long nextLong(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive: " + bound);
        }
        return Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    /** Uniform in {@code [0, bound)}; {@code bound} must be positive. */
    public int nextInt(int bound) {
        return (int) nextLong((long) bound);
    }

    /** Uniform in {@code [0, 1)}, 53 bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** True with the given probability; 0 never and 1 always, both without a draw. */
    public boolean chance(double probability) {
        if (probability <= 0) {
            return false;
        }
        return probability >= 1 || nextDouble() < probability;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
