package dev.netrarium.services.dns;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * DNS over a byte stream (RFC 1035 §4.2.2, RFC 7766 §8): each message stands behind its length in two bytes. Puts one
 * direction's messages together again from pieces of any size, holding at most one unfinished message; memory grows with
 * bytes that arrived, not with the length that was announced.
 */
public final class TcpFraming {
    private static final int LENGTH_BYTES = 2;

    private byte[] buffer = new byte[LENGTH_BYTES + Edns.MINIMUM_UDP_PAYLOAD_BYTES];
    private int filled;

    /** The message behind its length, as it goes on the stream. */
    public static byte[] frame(byte[] message) {
        if (message.length > DnsMessage.MAX_BYTES) {
            throw new IllegalArgumentException("a message is at most 65535 bytes: " + message.length);
        }
        byte[] framed = new byte[LENGTH_BYTES + message.length];
        framed[0] = (byte) (message.length >>> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, LENGTH_BYTES, message.length);
        return framed;
    }

    /**
     * Takes bytes from the stream up to the end of the current message.
     *
     * @return how many were taken: all of them unless a message is complete, which {@link #poll} must fetch before more
     *     are taken
     */
    public int receive(byte[] bytes, int offset, int lengthBytes) {
        int taken = 0;
        while (taken < lengthBytes && missing() > 0) {
            int now = Math.min(missing(), lengthBytes - taken);
            if (buffer.length - filled < now) {
                buffer = Arrays.copyOf(
                        buffer,
                        Math.max(filled + now, Math.min(buffer.length * 2, LENGTH_BYTES + DnsMessage.MAX_BYTES)));
            }
            System.arraycopy(bytes, offset + taken, buffer, filled, now);
            filled += now;
            taken += now;
        }
        return taken;
    }

    /** The message that is complete, without its length; null while there is none. */
    public byte @Nullable [] poll() {
        if (missing() > 0) {
            return null;
        }
        byte[] message = Arrays.copyOfRange(buffer, LENGTH_BYTES, filled);
        filled = 0;
        return message;
    }

    /** True in the middle of a message: the stream may not end here. */
    public boolean isPartial() {
        return filled > 0;
    }

    /** Bytes to come before the length, or then the message, is complete. */
    private int missing() {
        if (filled < LENGTH_BYTES) {
            return LENGTH_BYTES - filled;
        }
        return LENGTH_BYTES + ((buffer[0] & 0xff) << 8 | buffer[1] & 0xff) - filled;
    }
}
