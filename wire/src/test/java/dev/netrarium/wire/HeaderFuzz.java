package dev.netrarium.wire;

import java.util.Arrays;

/** Gives bytes to every header's reader. The array ends where the input ends, so that no read past it goes unseen. */
final class HeaderFuzz {
    private static final TcpOptions OPTIONS = new TcpOptions();

    private HeaderFuzz() {}

    private interface Reader {
        /** Reads, and returns the bytes as they are written again. */
        byte[] readAndWrite(byte[] b, int at, int end);
    }

    private static final Reader[] READERS = {
        (b, at, end) -> written(14, EthernetHeader.parse(b, at, end)::writeTo),
        (b, at, end) -> written(4, VlanTag.parse(b, at, end)::writeTo),
        (b, at, end) -> written(28, ArpPacket.parse(b, at, end)::writeTo),
        (b, at, end) -> Ipv4Header.parse(b, at, end).toByteArray(),
        (b, at, end) -> written(40, Ipv6Header.parse(b, at, end)::writeTo),
        (b, at, end) -> Icmpv4Message.parse(b, at, end).toByteArray(),
        (b, at, end) -> Icmpv6Message.parse(b, at, end).toByteArray(),
        (b, at, end) -> written(8, UdpHeader.parse(b, at, end)::writeTo),
        (b, at, end) -> TcpHeader.parse(b, at, end).toByteArray(),
    };

    private interface Writer {
        void writeTo(byte[] b, int at);
    }

    private static byte[] written(int length, Writer writer) {
        byte[] b = new byte[length];
        writer.writeTo(b, 0);
        return b;
    }

    static void readAll(byte[] b, int at) {
        for (Reader reader : READERS) {
            readBy(reader, b, at);
        }
        readWithoutExceptions(b, at);
    }

    /** Gives the bytes to one of the readers that may throw, and to all that may not. */
    static void readByOne(int number, byte[] b, int at) {
        readBy(READERS[number % READERS.length], b, at);
        readWithoutExceptions(b, at);
    }

    private static void readBy(Reader reader, byte[] b, int at) {
        byte[] again;
        try {
            again = reader.readAndWrite(b, at, b.length);
        } catch (MalformedPacketException e) {
            return; // as promised
        }
        if (!Arrays.equals(again, 0, again.length, b, at, at + again.length)) {
            throw new AssertionError(
                    "read from " + Arrays.toString(b) + " at " + at + ", written again as " + Arrays.toString(again));
        }
    }

    private static void readWithoutExceptions(byte[] b, int at) {
        int end = b.length;
        hotPath(b, at, end);
        byte[] optionBytes = Arrays.copyOfRange(b, at, Math.min(end, at + TcpOption.MAXIMUM_BYTES & ~3));
        same(optionBytes, TcpOption.write(TcpOption.read(optionBytes, 0, optionBytes.length)));
        same(optionBytes, Ipv4Option.write(Ipv4Option.read(optionBytes, 0, optionBytes.length)));
    }

    private static void hotPath(byte[] b, int at, int end) {
        boolean sound = Ipv4Header.check(b, at, end) == Ipv4Header.Fault.NONE;
        sound &= Ipv6Header.check(b, at, end) == Ipv6Header.Fault.NONE;
        sound &= ArpPacket.isValid(b, at, end);
        sound &= UdpHeader.isValid(b, at, end);
        if (sound) {
            throw new AssertionError("no bytes are all of these at once");
        }
        if (TcpHeader.isValid(b, at, end)) {
            OPTIONS.read(b, at);
            if (OPTIONS.sackBlocks() > TcpOptions.MAXIMUM_SACK_BLOCKS || OPTIONS.windowShift() > 14) {
                throw new AssertionError("options out of range in " + Arrays.toString(b));
            }
        }
        if (end - at >= Icmpv6Message.NEIGHBOUR_OPTIONS) {
            Icmpv6Message.linkAddress(b, at, end, Icmpv6Message.OPTION_SOURCE_LINK_ADDRESS);
        }
    }

    private static void same(byte[] read, byte[] written) {
        // Options fill whole words; the last one may have been cut.
        if (!Arrays.equals(read, Arrays.copyOf(written, read.length))) {
            throw new AssertionError(
                    "read from " + Arrays.toString(read) + ", written again as " + Arrays.toString(written));
        }
    }
}
