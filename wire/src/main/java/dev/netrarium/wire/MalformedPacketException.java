package dev.netrarium.wire;

/** Bytes are not what their header must be. Thrown by the {@code parse} methods of records, never on hot paths. */
public final class MalformedPacketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    public MalformedPacketException(String reason, int offset) {
        super(reason + " (at byte " + offset + ")");
        this.offset = offset;
    }

    /** Where in the buffer. */
    public int offset() {
        return offset;
    }

    static void requireBytes(String what, byte[] b, int at, int end, int needed) {
        if (at < 0 || end > b.length || end - at < needed) {
            throw new MalformedPacketException(
                    what + " needs " + needed + " bytes, and " + Math.max(0, end - at) + " are there", at);
        }
    }
}
