package dev.netrarium.bench.grid;

/**
 * What one end of a transfer saw.
 *
 * @param bytes sent or received
 * @param seconds how long it took
 * @param sha256 of the bytes, in hexadecimal
 */
record Digest(long bytes, double seconds, String sha256) {
    /** Reads the line that the Linux end writes: bytes, seconds and hash with a space between. */
    static Digest of(String line) {
        String[] words = line.strip().split(" ");
        if (words.length != 3) {
            throw new GridException("the Linux end said \"" + line.strip() + "\" where it should say what it saw");
        }
        return new Digest(Long.parseLong(words[0]), Double.parseDouble(words[1]), words[2]);
    }
}
