package dev.netrarium.stack;

/**
 * SipHash (Aumasson and Bernstein), a keyed hash that outsiders cannot steer: for tables that the network fills, initial
 * sequence numbers and cookies. The message is whole 64-bit words, each standing for its eight bytes in little-endian
 * order.
 */
public final class SipHash {
    private final long key0;
    private final long key1;

    public SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** A hash with a key drawn from a stream. */
    public static SipHash keyedBy(RandomStream secrets) {
        return new SipHash(secrets.nextLong(), secrets.nextLong());
    }

    /** SipHash-1-3 of up to five words: fast, for tables. */
    public long forTable(int words, long w0, long w1, long w2, long w3, long w4) {
        return hash(1, 3, words, w0, w1, w2, w3, w4);
    }

    /** SipHash-2-4 of up to five words: for what must not be guessed. */
    public long secret(int words, long w0, long w1, long w2, long w3, long w4) {
        return hash(2, 4, words, w0, w1, w2, w3, w4);
    }

    private long hash(int perWord, int atEnd, int words, long w0, long w1, long w2, long w3, long w4) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        for (int i = 0; i <= words + 1; i++) {
            boolean last = i == words + 1;
            long word = last
                    ? 0
                    : i == words
                            ? (long) words << 59 // the length in bytes, in the top byte
                            : i == 0 ? w0 : i == 1 ? w1 : i == 2 ? w2 : i == 3 ? w3 : w4;
            v3 ^= word;
            if (last) {
                v2 ^= 0xff;
            }
            for (int round = last ? atEnd : perWord; round > 0; round--) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
