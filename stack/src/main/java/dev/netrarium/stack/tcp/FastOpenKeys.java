package dev.netrarium.stack.tcp;

import dev.netrarium.stack.SipHash;
import dev.netrarium.wire.BigEndian;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys that a server makes Fast Open cookies with: one in use, and perhaps an older one whose cookies are honoured
 * still. A cookie is what Linux makes it: eight bytes, SipHash-2-4 of the client's address followed by the server's.
 *
 * <p>Each key is two 64-bit words, standing for 16 bytes in little-endian order.
 *
 * @param key0 first word of the key in use
 * @param key1 its second word
 * @param hasOlder there is a second key
 * @param older0 first word of the second key, 0 when there is none
 * @param older1 its second word
 */
public record FastOpenKeys(long key0, long key1, boolean hasOlder, long older0, long older1) {
    /** Bytes of one key. */
    public static final int KEY_BYTES = 16;

    /** No key yet: the host draws one. */
    static final FastOpenKeys NONE = new FastOpenKeys(0, 0, false, 0, 0);

    private static final String WORDS = "([0-9a-f]{1,8})-([0-9a-f]{1,8})-([0-9a-f]{1,8})-([0-9a-f]{1,8})";
    private static final Pattern FORM = Pattern.compile(WORDS + "(?:," + WORDS + ")?");

    /**
     * Reads the form of {@code net.ipv4.tcp_fastopen_key}: {@code a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4}, two of them with a
     * comma between; or nothing, for no key.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static FastOpenKeys parse(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        Matcher m = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!m.matches()) {
            throw new IllegalArgumentException("no Fast Open key: \"" + text + "\"");
        }
        boolean two = m.group(5) != null;
        return new FastOpenKeys(pair(m, 1), pair(m, 3), two, two ? pair(m, 5) : 0, two ? pair(m, 7) : 0);
    }

    /**
     * Reads the form of TCP_FASTOPEN_KEY: 16 bytes, or 32 for two keys.
     *
     * @throws IllegalArgumentException when there are more or fewer
     */
    public static FastOpenKeys of(byte[] b) {
        if (b.length != KEY_BYTES && b.length != 2 * KEY_BYTES) {
            throw new IllegalArgumentException("want 16 or 32 bytes, not " + b.length);
        }
        boolean two = b.length > KEY_BYTES;
        return new FastOpenKeys(little(b, 0), little(b, 8), two, two ? little(b, 16) : 0, two ? little(b, 24) : 0);
    }

    /** The bytes that {@link #of} reads. */
    public byte[] bytes() {
        byte[] b = new byte[hasOlder ? 2 * KEY_BYTES : KEY_BYTES];
        BigEndian.put64(b, 0, Long.reverseBytes(key0));
        BigEndian.put64(b, 8, Long.reverseBytes(key1));
        if (hasOlder) {
            BigEndian.put64(b, 16, Long.reverseBytes(older0));
            BigEndian.put64(b, 24, Long.reverseBytes(older1));
        }
        return b;
    }

    /** The cookie for a client, as the eight bytes stand on the wire. */
    long cookie(FourTuple tuple) {
        return cookie(key0, key1, tuple);
    }

    /** What the second key makes of it. */
    long olderCookie(FourTuple tuple) {
        return cookie(older0, older1, tuple);
    }

    private static long cookie(long key0, long key1, FourTuple t) {
        SipHash hash = new SipHash(key0, key1);
        long tag = t.isV4()
                ? hash.secret(1, Long.reverseBytes(t.remoteLow() << 32 | (t.localLow() & 0xffffffffL)), 0, 0, 0, 0)
                : hash.secret(
                        4,
                        Long.reverseBytes(t.remoteHigh()),
                        Long.reverseBytes(t.remoteLow()),
                        Long.reverseBytes(t.localHigh()),
                        Long.reverseBytes(t.localLow()),
                        0);
        return Long.reverseBytes(tag);
    }

    private static long pair(Matcher m, int group) {
        return Long.parseLong(m.group(group), 16) | Long.parseLong(m.group(group + 1), 16) << 32;
    }

    private static long little(byte[] b, int at) {
        return Long.reverseBytes(BigEndian.i64(b, at));
    }
}
