package dev.netrarium.services.dns;

import dev.netrarium.services.dns.MalformedDnsException.Reason;

/**
 * Reads the fields of a message in order. Never reads beyond its end, follows compression pointers only backwards and a
 * bounded number of times (RFC 1035 §4.1.4; RFC 9267 tells what happens otherwise), and allocates only what it returns.
 */
final class MessageReader {
    /** A name has at most 127 labels; one pointer before each is already more than any sender writes. */
    private static final int MAX_POINTERS = 127;

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final byte[] name = new byte[DomainName.MAX_BYTES];
    private int at;

    MessageReader(byte[] bytes, int offset, int lengthBytes) {
        this.bytes = bytes;
        this.start = offset;
        this.end = offset + lengthBytes;
        this.at = offset;
    }

    /** Bytes from the start of the message to the next field. */
    int position() {
        return at - start;
    }

    /** Goes back to a {@link #position} seen before. */
    void rewindTo(int position) {
        at = start + position;
    }

    boolean atEnd() {
        return at == end;
    }

    int u8() throws MalformedDnsException {
        need(1);
        return bytes[at++] & 0xff;
    }

    int u16() throws MalformedDnsException {
        need(2);
        int value = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
        at += 2;
        return value;
    }

    int i32() throws MalformedDnsException {
        return u16() << 16 | u16();
    }

    /** Passes over {@code lengthBytes} and returns where in {@link #bytes} they begin. */
    int take(int lengthBytes) throws MalformedDnsException {
        need(lengthBytes);
        int from = at;
        at += lengthBytes;
        return from;
    }

    byte[] bytes() {
        return bytes;
    }

    Octets octets(int lengthBytes) throws MalformedDnsException {
        int from = take(lengthBytes);
        return Octets.copyOf(bytes, from, lengthBytes);
    }

    Octets characterString() throws MalformedDnsException {
        return octets(u8());
    }

    /** A name, compressed or not. */
    DomainName name() throws MalformedDnsException {
        int read = at;
        // Every pointer must lead before the place where the labels read so far began.
        int limit = at;
        int pointers = 0;
        int length = 0;
        boolean jumped = false;
        while (true) {
            if (read >= end) {
                throw malformed(Reason.CUT_SHORT, read);
            }
            int first = bytes[read] & 0xff;
            if (first >= 0xc0) {
                if (read + 1 >= end) {
                    throw malformed(Reason.CUT_SHORT, read);
                }
                int target = start + ((first & 0x3f) << 8 | bytes[read + 1] & 0xff);
                if (target >= limit) {
                    throw malformed(Reason.FORWARD_POINTER, read);
                }
                if (++pointers > MAX_POINTERS) {
                    throw malformed(Reason.TOO_MANY_POINTERS, read);
                }
                if (!jumped) {
                    at = read + 2;
                    jumped = true;
                }
                limit = target;
                read = target;
            } else if (first > DomainName.MAX_LABEL_BYTES) {
                throw malformed(Reason.LABEL_TYPE, read);
            } else {
                if (length + first + 1 > DomainName.MAX_BYTES
                        || first != 0 && length + first + 2 > DomainName.MAX_BYTES) {
                    throw malformed(Reason.NAME_TOO_LONG, read);
                }
                if (read + 1 + first > end) {
                    throw malformed(Reason.CUT_SHORT, read);
                }
                System.arraycopy(bytes, read, name, length, first + 1);
                length += first + 1;
                read += first + 1;
                if (first == 0) {
                    break;
                }
            }
        }
        if (!jumped) {
            at = read;
        }
        return DomainName.ofWire(name, length);
    }

    private void need(int lengthBytes) throws MalformedDnsException {
        if (end - at < lengthBytes) {
            throw malformed(Reason.CUT_SHORT, at);
        }
    }

    MalformedDnsException malformed(Reason reason) {
        return malformed(reason, at);
    }

    private MalformedDnsException malformed(Reason reason, int where) {
        return new MalformedDnsException(reason, where - start);
    }
}
