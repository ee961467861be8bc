package dev.netrarium.services.dns;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A domain name (RFC 1034 §3.1): labels of any bytes, always absolute. Two names are equal when they differ only in the
 * case of ASCII letters (RFC 4343); the case they were written in is kept. The natural order is the canonical order of
 * RFC 4034 §6.1, in which a name comes directly before the names below it.
 */
public final class DomainName implements Comparable<DomainName> {
    /** The longest name in its wire form, root label included (RFC 1035 §2.3.4). */
    public static final int MAX_BYTES = 255;
    /** The longest label (RFC 1035 §2.3.4). */
    public static final int MAX_LABEL_BYTES = 63;
    /** The name without labels, ".". */
    public static final DomainName ROOT = new DomainName(new byte[1]);

    /** What a master file or a shell would take for syntax, so that the text form escapes it, as dig does. */
    private static final String SPECIAL = "\"().;\\@$";

    private final byte[] wire;
    private final int hash;

    private DomainName(byte[] wire) {
        this.wire = wire;
        int h = 1;
        for (byte b : wire) {
            h = 31 * h + lower(b);
        }
        this.hash = h;
    }

    /**
     * Parses {@code www.server.com.}; the last dot may be left out. {@code \.} and {@code \DDD} are the escapes of
     * RFC 1035 §5.1, {@code .} is the root.
     *
     * @throws IllegalArgumentException for an empty label, a label over 63 bytes, a name over 255 bytes, a bad escape
     */
    public static DomainName of(String text) {
        return of(text, ROOT);
    }

    /** Like {@link #of(String)}, but a text that does not end in a dot is relative to {@code origin}. */
    public static DomainName of(String text, DomainName origin) {
        if (text.equals(".")) {
            return ROOT;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 2);
        ByteArrayOutputStream label = new ByteArrayOutputStream();
        boolean absolute = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '.') {
                appendLabel(out, label, text);
                absolute = at == text.length() - 1;
            } else if (c == '\\') {
                int escape = escapedOctet(text, at);
                at += escape >>> 8;
                label.write(escape & 0xff);
            } else if (c > 0x7e || c <= 0x20) {
                throw new IllegalArgumentException(
                        "not a domain name: \"" + text + "\": character " + (int) c + " must be written as \\DDD");
            } else {
                label.write(c);
            }
        }
        if (!absolute) {
            appendLabel(out, label, text);
            out.write(origin.wire, 0, origin.wire.length);
        } else {
            out.write(0);
        }
        if (out.size() > MAX_BYTES) {
            throw new IllegalArgumentException("name longer than 255 bytes: \"" + text + "\"");
        }
        return new DomainName(out.toByteArray());
    }

    private static void appendLabel(ByteArrayOutputStream out, ByteArrayOutputStream label, String text) {
        if (label.size() == 0) {
            throw new IllegalArgumentException("empty label in \"" + text + "\"");
        }
        if (label.size() > MAX_LABEL_BYTES) {
            throw new IllegalArgumentException("label longer than 63 bytes in \"" + text + "\"");
        }
        out.write(label.size());
        out.write(label.toByteArray(), 0, label.size());
        label.reset();
    }

    /** The octet that the escape at {@code at} stands for, and above its 8 bits how many characters follow the backslash. */
    static int escapedOctet(String text, int at) {
        if (at + 1 < text.length() && !isDigit(text.charAt(at + 1)) && text.charAt(at + 1) < 0x7f) {
            return 1 << 8 | text.charAt(at + 1);
        }
        if (at + 3 < text.length()
                && isDigit(text.charAt(at + 1))
                && isDigit(text.charAt(at + 2))
                && isDigit(text.charAt(at + 3))) {
            int octet = Integer.parseInt(text, at + 1, at + 4, 10);
            if (octet <= 255) {
                return 3 << 8 | octet;
            }
        }
        throw new IllegalArgumentException("bad escape in \"" + text + "\"");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The name with this wire form, already checked by the reader. */
    static DomainName ofWire(byte[] wire, int lengthBytes) {
        return lengthBytes == 1 ? ROOT : new DomainName(Arrays.copyOf(wire, lengthBytes));
    }

    /** Labels without the root's: 3 for www.server.com. */
    public int labelCount() {
        int count = 0;
        for (int at = 0; wire[at] != 0; at += wire[at] + 1) {
            count++;
        }
        return count;
    }

    public boolean isRoot() {
        return wire.length == 1;
    }

    /** True when the first label is {@code *} (RFC 4592 §2.1.1). */
    public boolean isWildcard() {
        return wire.length > 2 && wire[0] == 1 && wire[1] == '*';
    }

    /**
     * The name without its first label; the root has none.
     *
     * @throws IllegalStateException for the root
     */
    public DomainName parent() {
        if (isRoot()) {
            throw new IllegalStateException("the root has no parent");
        }
        return withoutFirst(1);
    }

    /** The name without its first {@code labels} labels. */
    DomainName withoutFirst(int labels) {
        int at = offsetOfLabel(labels);
        return at == 0
                ? this
                : at == wire.length - 1 ? ROOT : new DomainName(Arrays.copyOfRange(wire, at, wire.length));
    }

    /** The last {@code labels} labels: {@code www.server.com.} with 1 is {@code com.} */
    public DomainName ancestor(int labels) {
        return withoutFirst(labelCount() - labels);
    }

    /**
     * This name with one more label in front.
     *
     * @throws IllegalArgumentException when the result is too long
     */
    public DomainName child(String label) {
        return of(label, this);
    }

    /** {@code *.} before this name (RFC 4592); null when that would be too long to exist. */
    public @Nullable DomainName wildcardChild() {
        if (wire.length + 2 > MAX_BYTES) {
            return null;
        }
        byte[] bytes = new byte[wire.length + 2];
        bytes[0] = 1;
        bytes[1] = '*';
        System.arraycopy(wire, 0, bytes, 2, wire.length);
        return new DomainName(bytes);
    }

    /** True for {@code ancestor} itself and every name below it. */
    public boolean isAtOrBelow(DomainName ancestor) {
        int start = wire.length - ancestor.wire.length;
        if (start < 0) {
            return false;
        }
        int at = 0;
        while (at < start) {
            at += wire[at] + 1;
        }
        return at == start && sameIgnoringCase(start, ancestor.wire);
    }

    public boolean isBelow(DomainName ancestor) {
        return wire.length > ancestor.wire.length && isAtOrBelow(ancestor);
    }

    /** Bytes of the uncompressed wire form, 1 to 255. */
    public int lengthBytes() {
        return wire.length;
    }

    /** Writes the uncompressed wire form and returns the offset behind it. */
    int writeTo(byte[] to, int at) {
        System.arraycopy(wire, 0, to, at, wire.length);
        return at + wire.length;
    }

    /** Writes the first {@code labels} labels without an end, and returns the offset behind them. */
    int writeFirstLabels(int labels, byte[] to, int at) {
        int length = offsetOfLabel(labels);
        System.arraycopy(wire, 0, to, at, length);
        return at + length;
    }

    private int offsetOfLabel(int label) {
        int at = 0;
        for (int i = 0; i < label; i++) {
            at += wire[at] + 1;
        }
        return at;
    }

    /** True when the spelling is equal too, letter case included. */
    public boolean sameSpelling(DomainName other) {
        return Arrays.equals(wire, other.wire);
    }

    private boolean sameIgnoringCase(int from, byte[] other) {
        for (int i = 0; i < other.length; i++) {
            if (lower(wire[from + i]) != lower(other[i])) {
                return false;
            }
        }
        return true;
    }

    /** Label lengths are below 64, so that only letters change here. */
    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b & 0xff;
    }

    @Override
    public int compareTo(DomainName other) {
        int mine = labelCount();
        int theirs = other.labelCount();
        for (int fromEnd = 1; fromEnd <= Math.min(mine, theirs); fromEnd++) {
            int order = compareLabels(offsetOfLabel(mine - fromEnd), other, other.offsetOfLabel(theirs - fromEnd));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(mine, theirs);
    }

    private int compareLabels(int at, DomainName other, int otherAt) {
        int common = Math.min(wire[at], other.wire[otherAt]);
        for (int i = 1; i <= common; i++) {
            int order = Integer.compare(lower(wire[at + i]), lower(other.wire[otherAt + i]));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(wire[at], other.wire[otherAt]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DomainName that
                && hash == that.hash
                && wire.length == that.wire.length
                && sameIgnoringCase(0, that.wire);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The text form, with the last dot. */
    @Override
    public String toString() {
        if (isRoot()) {
            return ".";
        }
        StringBuilder text = new StringBuilder(wire.length);
        for (int at = 0; wire[at] != 0; at += wire[at] + 1) {
            for (int i = 1; i <= wire[at]; i++) {
                int octet = wire[at + i] & 0xff;
                if (SPECIAL.indexOf(octet) >= 0) {
                    text.append('\\').append((char) octet);
                } else if (octet <= 0x20 || octet > 0x7e) {
                    Octets.appendDecimalEscape(text, octet);
                } else {
                    text.append((char) octet);
                }
            }
            text.append('.');
        }
        return text.toString();
    }
}
