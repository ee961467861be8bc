package dev.netrarium.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * One TCP option as a value, for reading, building and printing; {@link TcpOptions} is the hot path's view of the same
 * bytes. A list that was read writes the same bytes again: order, padding, unknown options and garbage kept.
 *
 * <p>{@code toString} is tcpdump's wording: {@code mss 1460}, {@code TS val 1 ecr 0}.
 */
public sealed interface TcpOption {
    /** The bytes of options that fit behind the fixed header. */
    int MAXIMUM_BYTES = TcpHeader.MAXIMUM_BYTES - TcpHeader.BYTES;

    /** Bytes on the wire. */
    int lengthBytes();

    /** Writes the option; returns the offset after it. */
    int writeTo(byte[] b, int at);

    /** Kind 0 (RFC 9293 §3.2), and whatever stands behind it: padding, zero by the RFC. */
    record EndOfList(ByteString padding) implements TcpOption {
        @Override
        public int lengthBytes() {
            return 1 + padding.lengthBytes();
        }

        @Override
        public int writeTo(byte[] b, int at) {
            b[at] = TcpOptions.END;
            padding.writeTo(b, at + 1);
            return at + lengthBytes();
        }

        @Override
        public String toString() {
            return "eol";
        }
    }

    /** Kind 1 (RFC 9293 §3.2): aligns what follows. */
    record NoOperation() implements TcpOption {
        @Override
        public int lengthBytes() {
            return 1;
        }

        @Override
        public int writeTo(byte[] b, int at) {
            return TcpOptions.putNoOperation(b, at);
        }

        @Override
        public String toString() {
            return "nop";
        }
    }

    /** Kind 2 (RFC 9293 §3.7.1): the largest segment that the sender takes, 0 to 65535 bytes. */
    record MaximumSegmentSize(int bytes) implements TcpOption {
        @Override
        public int lengthBytes() {
            return 4;
        }

        @Override
        public int writeTo(byte[] b, int at) {
            return TcpOptions.putMaximumSegmentSize(b, at, bytes);
        }

        @Override
        public String toString() {
            return "mss " + bytes;
        }
    }

    /** Kind 3 (RFC 7323 §2): the shift as it stands, 0 to 255, though more than 14 counts as 14. */
    record WindowScale(int shift) implements TcpOption {
        @Override
        public int lengthBytes() {
            return 3;
        }

        @Override
        public int writeTo(byte[] b, int at) {
            return TcpOptions.putWindowScale(b, at, shift);
        }

        @Override
        public String toString() {
            return "wscale " + shift;
        }
    }

    /** Kind 4 (RFC 2018 §2). */
    record SackPermitted() implements TcpOption {
        @Override
        public int lengthBytes() {
            return 2;
        }

        @Override
        public int writeTo(byte[] b, int at) {
            return TcpOptions.putSackPermitted(b, at);
        }

        @Override
        public String toString() {
            return "sackOK";
        }
    }

    /** Kind 5 (RFC 2018 §3): one to four blocks. */
    record Sack(List<SackBlock> blocks) implements TcpOption {
        public Sack {
            blocks = List.copyOf(blocks);
        }

        @Override
        public int lengthBytes() {
            return 2 + 8 * blocks.size();
        }

        @Override
        public int writeTo(byte[] b, int at) {
            int next = TcpOptions.putSackHead(b, at, blocks.size());
            for (SackBlock block : blocks) {
                next = TcpOptions.putSackBlock(b, next, block.left, block.right);
            }
            return next;
        }

        @Override
        public String toString() {
            StringBuilder text =
                    new StringBuilder("sack ").append(blocks.size()).append(' ');
            for (SackBlock block : blocks) {
                text.append('{').append(block).append('}');
            }
            return text.toString();
        }
    }

    /** Bytes that have arrived: from {@code left} up to, not including, {@code right}. */
    record SackBlock(int left, int right) {
        @Override
        public String toString() {
            return SequenceNumber.toString(left) + ":" + SequenceNumber.toString(right);
        }
    }

    /** Kind 8 (RFC 7323 §3). */
    record Timestamps(int value, int echo) implements TcpOption {
        @Override
        public int lengthBytes() {
            return 10;
        }

        @Override
        public int writeTo(byte[] b, int at) {
            return TcpOptions.putTimestamps(b, at, value, echo);
        }

        @Override
        public String toString() {
            return "TS val " + SequenceNumber.toString(value) + " ecr " + SequenceNumber.toString(echo);
        }
    }

    /** Kind 28 (RFC 5482 §2): how long the sender keeps unacknowledged data, in minutes or seconds, 0 to 32767. */
    record UserTimeout(boolean minutes, int amount) implements TcpOption {
        @Override
        public int lengthBytes() {
            return 4;
        }

        @Override
        public int writeTo(byte[] b, int at) {
            return TcpOptions.putUserTimeout(b, at, (minutes ? 0x8000 : 0) | amount & 0x7fff);
        }

        @Override
        public String toString() {
            return "uto " + amount + (minutes ? " minutes" : " seconds");
        }
    }

    /** Kind 34 (RFC 7413 §2), or kind 254 with Fast Open's experiment number; an empty cookie asks for one. */
    record FastOpen(ByteString cookie, boolean experimental) implements TcpOption {
        @Override
        public int lengthBytes() {
            return (experimental ? 4 : 2) + cookie.lengthBytes();
        }

        @Override
        public int writeTo(byte[] b, int at) {
            return experimental
                    ? TcpOptions.putFastOpenExperimental(b, at, cookie.toByteArray())
                    : TcpOptions.putFastOpen(b, at, cookie.toByteArray());
        }

        @Override
        public String toString() {
            return (experimental ? "exp-tfo " : "tfo ") + (cookie.isEmpty() ? "cookiereq" : "cookie " + cookie);
        }
    }

    /** A kind not known here, or a known one with a length that it cannot have. */
    record Unknown(int kind, ByteString data) implements TcpOption {
        @Override
        public int lengthBytes() {
            return 2 + data.lengthBytes();
        }

        @Override
        public int writeTo(byte[] b, int at) {
            b[at] = (byte) kind;
            b[at + 1] = (byte) lengthBytes();
            data.writeTo(b, at + 2);
            return at + lengthBytes();
        }

        @Override
        public String toString() {
            return "unknown-" + kind + (data.isEmpty() ? "" : " 0x" + data);
        }
    }

    /** All that is left from an option whose length is no length. */
    record Malformed(ByteString rest) implements TcpOption {
        @Override
        public int lengthBytes() {
            return rest.lengthBytes();
        }

        @Override
        public int writeTo(byte[] b, int at) {
            rest.writeTo(b, at);
            return at + rest.lengthBytes();
        }

        @Override
        public String toString() {
            return "[bad opt]";
        }
    }

    /** Reads the options that fill {@code [at, end)}. Never throws: what makes no sense is {@link Malformed}. */
    static List<TcpOption> read(byte[] b, int at, int end) {
        List<TcpOption> options = new ArrayList<>();
        while (at < end) {
            TcpOption option = readOne(b, at, end);
            options.add(option);
            at += option.lengthBytes();
        }
        return options;
    }

    private static TcpOption readOne(byte[] b, int at, int end) {
        int kind = b[at] & 0xff;
        if (kind == TcpOptions.END) {
            return new EndOfList(ByteString.copyOf(b, at + 1, end));
        }
        if (kind == TcpOptions.NO_OPERATION) {
            return new NoOperation();
        }
        int length = end - at < 2 ? 0 : b[at + 1] & 0xff;
        if (length < 2 || length > end - at) {
            return new Malformed(ByteString.copyOf(b, at, end));
        }
        int data = at + 2;
        int next = at + length;
        if (!lengthFits(kind, length)) {
            return new Unknown(kind, ByteString.copyOf(b, data, next));
        }
        return switch (kind) {
            case TcpOptions.MAXIMUM_SEGMENT_SIZE -> new MaximumSegmentSize(BigEndian.u16(b, data));
            case TcpOptions.WINDOW_SCALE -> new WindowScale(b[data] & 0xff);
            case TcpOptions.SACK_PERMITTED -> new SackPermitted();
            case TcpOptions.SACK -> readSack(b, data, next);
            case TcpOptions.TIMESTAMPS -> new Timestamps(BigEndian.i32(b, data), BigEndian.i32(b, data + 4));
            case TcpOptions.USER_TIMEOUT -> new UserTimeout((b[data] & 0x80) != 0, BigEndian.u16(b, data) & 0x7fff);
            case TcpOptions.FAST_OPEN -> new FastOpen(ByteString.copyOf(b, data, next), false);
            case TcpOptions.EXPERIMENT ->
                BigEndian.u16(b, data) == TcpOptions.FAST_OPEN_EXPERIMENT
                        ? new FastOpen(ByteString.copyOf(b, data + 2, next), true)
                        : new Unknown(kind, ByteString.copyOf(b, data, next));
            default -> new Unknown(kind, ByteString.copyOf(b, data, next));
        };
    }

    private static boolean lengthFits(int kind, int length) {
        return switch (kind) {
            case TcpOptions.MAXIMUM_SEGMENT_SIZE, TcpOptions.USER_TIMEOUT -> length == 4;
            case TcpOptions.WINDOW_SCALE -> length == 3;
            case TcpOptions.SACK_PERMITTED -> length == 2;
            case TcpOptions.SACK -> length >= 10 && length % 8 == 2;
            case TcpOptions.TIMESTAMPS -> length == 10;
            case TcpOptions.EXPERIMENT -> length >= 4;
            default -> true;
        };
    }

    private static Sack readSack(byte[] b, int at, int end) {
        List<SackBlock> blocks = new ArrayList<>();
        for (int i = at; i < end; i += 8) {
            blocks.add(new SackBlock(BigEndian.i32(b, i), BigEndian.i32(b, i + 4)));
        }
        return new Sack(blocks);
    }

    /**
     * The options' bytes, padded with zeros to whole 32-bit words: the {@code options} of a {@link TcpHeader}.
     *
     * @throws IllegalArgumentException when they need more than {@link #MAXIMUM_BYTES}
     */
    static byte[] write(List<TcpOption> options) {
        int length = 0;
        for (TcpOption option : options) {
            length += option.lengthBytes();
        }
        if (length > MAXIMUM_BYTES) {
            throw new IllegalArgumentException(
                    "TCP options of " + length + " bytes: at most " + MAXIMUM_BYTES + " fit behind the header");
        }
        byte[] b = new byte[length + 3 & ~3];
        int at = 0;
        for (TcpOption option : options) {
            at = option.writeTo(b, at);
        }
        return b;
    }
}
