package dev.netrarium.stack.tcp;

/**
 * Bounds of a socket buffer, as {@code tcp_rmem} and {@code tcp_wmem} give them.
 *
 * @param minimum bytes, never less even under memory pressure
 * @param initial bytes of a fresh socket
 * @param maximum bytes that tuning may reach
 */
public record BufferSizes(int minimum, int initial, int maximum) {
    public BufferSizes {
        if (minimum < 1 || initial < minimum || maximum < initial) {
            throw new IllegalArgumentException(
                    "want 0 < minimum <= initial <= maximum, got " + minimum + " " + initial + " " + maximum);
        }
    }

    /** Reads the three numbers of a sysctl. */
    public static BufferSizes parse(String text) {
        String[] parts = text.strip().split("\\s+");
        if (parts.length != 3) {
            throw new IllegalArgumentException("want three numbers, got: " + text);
        }
        return new BufferSizes(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    @Override
    public String toString() {
        return minimum + "\t" + initial + "\t" + maximum;
    }
}
