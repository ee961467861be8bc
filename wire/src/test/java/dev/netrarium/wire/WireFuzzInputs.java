package dev.netrarium.wire;

import java.util.Arrays;
import java.util.Random;

/** Damages good bytes. */
public final class WireFuzzInputs {
    private WireFuzzInputs() {}

    /** Changes, puts in, takes out or cuts off a few bytes. */
    public static byte[] mutated(Random random, byte[] original) {
        byte[] b = original.clone();
        for (int times = 1 + random.nextInt(4); times > 0 && b.length > 0; times--) {
            int at = random.nextInt(b.length);
            switch (random.nextInt(6)) {
                case 0 -> b = Arrays.copyOf(b, at);
                case 1 -> b = Frames.join(Arrays.copyOf(b, at), Arrays.copyOfRange(b, at + 1, b.length));
                case 2 ->
                    b = Frames.join(
                            Arrays.copyOf(b, at),
                            new byte[] {(byte) random.nextInt()},
                            Arrays.copyOfRange(b, at, b.length));
                case 3 -> b[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                default -> b[at] = (byte) random.nextInt();
            }
        }
        return b;
    }
}
