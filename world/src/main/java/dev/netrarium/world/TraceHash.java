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
 * the time in nanoseconds, 64 bits that stand for the direction's name, the length (8 bytes each, big-endian), and the
 * bytes.
 */
final class TraceHash {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MessageDigest digest;
    private final byte[] head = new byte[24];

    TraceHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    void add(long time, long direction, Packet frame) {
        int length = frame.length();
        LONG.set(head, 0, time);
        LONG.set(head, 8, direction);
        LONG.set(head, 16, (long) length);
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
