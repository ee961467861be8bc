package dev.netrarium.world;

import dev.netrarium.stack.Packet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest of a run: SHA-256 over every frame put on a wire, in the order of the events that put it there. Per frame:
 * the time in nanoseconds (8 bytes, big-endian), the direction's number (4), the length (4), and the bytes.
 */
final class TraceHash {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MessageDigest digest;
    private final byte[] head = new byte[16];

    TraceHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    void add(long time, int direction, Packet frame) {
        int length = frame.length();
        LONG.set(head, 0, time);
        LONG.set(head, 8, (long) direction << 32 | length);
        digest.update(head);
        digest.update(frame.bytes, frame.start, length);
    }

    /** The digest so far, as hex. */
    String hex() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this platform's SHA-256 cannot be read while it goes on", e);
        }
    }
}
