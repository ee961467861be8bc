package dev.netrarium.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * One option of an IPv4 header (RFC 791 §3.1) as a value, for reading, building and printing. A list that was read
 * writes the same bytes again: order, padding, unknown options and garbage kept.
 */
public sealed interface Ipv4Option {
    int END = 0;
    int NO_OPERATION = 1;
    int RECORD_ROUTE = 7;
    int TIMESTAMP = 68;
    int LOOSE_SOURCE_ROUTE = 131;
    int STRICT_SOURCE_ROUTE = 137;
    int ROUTER_ALERT = 148;

    /** The bytes of options that fit behind the fixed header. */
    int MAXIMUM_BYTES = Ipv4Header.MAXIMUM_BYTES - Ipv4Header.BYTES;

    /** Bytes on the wire. */
    int lengthBytes();

    /** Writes the option; returns the offset after it. */
    int writeTo(byte[] b, int at);

    /** Type 0, and whatever stands behind it: padding, zero by the RFC. */
    record EndOfList(ByteString padding) implements Ipv4Option {
        @Override
        public int lengthBytes() {
            return 1 + padding.lengthBytes();
        }

        @Override
        public int writeTo(byte[] b, int at) {
            b[at] = END;
            padding.writeTo(b, at + 1);
            return at + lengthBytes();
        }

        @Override
        public String toString() {
            return "EOL";
        }
    }

    /** Type 1: aligns what follows. */
    record NoOperation() implements Ipv4Option {
        @Override
        public int lengthBytes() {
            return 1;
        }

        @Override
        public int writeTo(byte[] b, int at) {
            b[at] = NO_OPERATION;
            return at + 1;
        }

        @Override
        public String toString() {
            return "NOP";
        }
    }

    /**
     * Record route (7), loose (131) or strict (137) source route: slots for addresses.
     *
     * @param pointer the octet of the option where the next slot begins, counted from 1; 4 is the first slot
     */
    record Route(int type, int pointer, List<Ipv4Address> slots) implements Ipv4Option {
        public Route {
            slots = List.copyOf(slots);
            if (type != RECORD_ROUTE && type != LOOSE_SOURCE_ROUTE && type != STRICT_SOURCE_ROUTE) {
                throw new IllegalArgumentException("no route option has type " + type);
            }
        }

        @Override
        public int lengthBytes() {
            return 3 + 4 * slots.size();
        }

        @Override
        public int writeTo(byte[] b, int at) {
            b[at] = (byte) type;
            b[at + 1] = (byte) lengthBytes();
            b[at + 2] = (byte) pointer;
            int next = at + 3;
            for (Ipv4Address slot : slots) {
                slot.writeTo(b, next);
                next += 4;
            }
            return next;
        }

        @Override
        public String toString() {
            StringBuilder text =
                    new StringBuilder(type == RECORD_ROUTE ? "RR" : type == LOOSE_SOURCE_ROUTE ? "LSRR" : "SSRR");
            for (int i = 0; i < slots.size(); i++) {
                text.append(i == 0 ? " " : ", ").append(slots.get(i));
                if (pointer == 4 + 4 * i) {
                    text.append('^');
                }
            }
            return text.toString();
        }
    }

    /**
     * Internet timestamp (68).
     *
     * @param pointer the octet of the option where the next entry begins, counted from 1
     * @param overflow hosts that found no room, 0 to 15
     * @param flag 0 timestamps only, 1 with addresses, 3 addresses given beforehand
     */
    record Timestamp(int pointer, int overflow, int flag, ByteString entries) implements Ipv4Option {
        @Override
        public int lengthBytes() {
            return 4 + entries.lengthBytes();
        }

        @Override
        public int writeTo(byte[] b, int at) {
            b[at] = TIMESTAMP;
            b[at + 1] = (byte) lengthBytes();
            b[at + 2] = (byte) pointer;
            b[at + 3] = (byte) (overflow << 4 | flag);
            entries.writeTo(b, at + 4);
            return at + lengthBytes();
        }

        @Override
        public String toString() {
            return "timestamp flag " + flag + " overflow " + overflow + " 0x" + entries;
        }
    }

    /** Router alert (148, RFC 2113): routers look at the packet; value 0 by the RFC. */
    record RouterAlert(int value) implements Ipv4Option {
        @Override
        public int lengthBytes() {
            return 4;
        }

        @Override
        public int writeTo(byte[] b, int at) {
            b[at] = (byte) ROUTER_ALERT;
            b[at + 1] = 4;
            BigEndian.put16(b, at + 2, value);
            return at + 4;
        }

        @Override
        public String toString() {
            return "RA" + (value == 0 ? "" : " value " + value);
        }
    }

    /** A type not known here, or a known one with a length that it cannot have. */
    record Unknown(int type, ByteString data) implements Ipv4Option {
        @Override
        public int lengthBytes() {
            return 2 + data.lengthBytes();
        }

        @Override
        public int writeTo(byte[] b, int at) {
            b[at] = (byte) type;
            b[at + 1] = (byte) lengthBytes();
            data.writeTo(b, at + 2);
            return at + lengthBytes();
        }

        @Override
        public String toString() {
            return "unknown " + type + (data.isEmpty() ? "" : " 0x" + data);
        }
    }

    /** All that is left from an option whose length is no length. */
    record Malformed(ByteString rest) implements Ipv4Option {
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
    static List<Ipv4Option> read(byte[] b, int at, int end) {
        List<Ipv4Option> options = new ArrayList<>();
        while (at < end) {
            Ipv4Option option = readOne(b, at, end);
            options.add(option);
            at += option.lengthBytes();
        }
        return options;
    }

    private static Ipv4Option readOne(byte[] b, int at, int end) {
        int type = b[at] & 0xff;
        if (type == END) {
            return new EndOfList(ByteString.copyOf(b, at + 1, end));
        }
        if (type == NO_OPERATION) {
            return new NoOperation();
        }
        int length = end - at < 2 ? 0 : b[at + 1] & 0xff;
        if (length < 2 || length > end - at) {
            return new Malformed(ByteString.copyOf(b, at, end));
        }
        int next = at + length;
        if (!lengthFits(type, length)) {
            return new Unknown(type, ByteString.copyOf(b, at + 2, next));
        }
        return switch (type) {
            case RECORD_ROUTE, LOOSE_SOURCE_ROUTE, STRICT_SOURCE_ROUTE -> readRoute(b, at, next);
            case TIMESTAMP ->
                new Timestamp(
                        b[at + 2] & 0xff,
                        (b[at + 3] & 0xf0) >>> 4,
                        b[at + 3] & 0xf,
                        ByteString.copyOf(b, at + 4, next));
            case ROUTER_ALERT -> new RouterAlert(BigEndian.u16(b, at + 2));
            default -> new Unknown(type, ByteString.copyOf(b, at + 2, next));
        };
    }

    private static boolean lengthFits(int type, int length) {
        return switch (type) {
            case RECORD_ROUTE, LOOSE_SOURCE_ROUTE, STRICT_SOURCE_ROUTE -> length % 4 == 3;
            case TIMESTAMP -> length >= 4;
            case ROUTER_ALERT -> length == 4;
            default -> true;
        };
    }

    private static Route readRoute(byte[] b, int at, int end) {
        List<Ipv4Address> slots = new ArrayList<>();
        for (int i = at + 3; i < end; i += 4) {
            slots.add(Ipv4Address.read(b, i));
        }
        return new Route(b[at] & 0xff, b[at + 2] & 0xff, slots);
    }

    /**
     * The options' bytes, padded with zeros to whole 32-bit words: the {@code options} of an {@link Ipv4Header}.
     *
     * @throws IllegalArgumentException when they need more than {@link #MAXIMUM_BYTES}
     */
    static byte[] write(List<Ipv4Option> options) {
        int length = 0;
        for (Ipv4Option option : options) {
            length += option.lengthBytes();
        }
        if (length > MAXIMUM_BYTES) {
            throw new IllegalArgumentException(
                    "IPv4 options of " + length + " bytes: at most " + MAXIMUM_BYTES + " fit behind the header");
        }
        byte[] b = new byte[length + 3 & ~3];
        int at = 0;
        for (Ipv4Option option : options) {
            at = option.writeTo(b, at);
        }
        return b;
    }
}
