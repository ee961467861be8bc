package dev.netrarium.services.dhcp;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of messages (RFC 2131 figure 1):
 *
 * <pre>
 *    0  op     1  htype   2  hlen   3  hops
 *    4  xid
 *    8  secs             10  flags
 *   12  ciaddr  16 yiaddr  20 siaddr  24 giaddr
 *   28  chaddr (16)
 *   44  sname (64)
 *  108  file (128)
 *  236  magic cookie
 *  240  options …
 * </pre>
 */
final class MessageWire {
    /** BOOTP's size (RFC 1542 §2.1): relay agents and clients exist that drop what is shorter. */
    static final int LEAST_BYTES = 300;

    private static final int XID = 4;
    private static final int SECS = 8;
    private static final int FLAGS = 10;
    private static final int CIADDR = 12;
    private static final int YIADDR = 16;
    private static final int SIADDR = 20;
    private static final int GIADDR = 24;
    private static final int CHADDR = 28;
    private static final int CHADDR_BYTES = 16;
    static final int SNAME = 44;
    static final int SNAME_BYTES = 64;
    static final int FILE = 108;
    static final int FILE_BYTES = 128;
    static final int COOKIE = 236;
    static final int OPTIONS = 240;

    static final int MAGIC = 0x6382_5363;

    private static final int BROADCAST = 0x8000;

    private static final int OVERLOAD_FILE = 1;
    private static final int OVERLOAD_SNAME = 2;
    private static final int OVERLOAD_BYTES = 3;

    /** A longer option goes in several pieces (RFC 3396). */
    private static final int MOST_PIECE_BYTES = 255;

    private MessageWire() {}

    static DhcpMessage parse(byte[] b, int at, int length) throws MalformedDhcpException {
        if (length < OPTIONS) {
            throw new MalformedDhcpException("a message of " + length + " bytes ends", length);
        }
        int op = b[at] & 0xff;
        if (op != DhcpMessage.REQUEST && op != DhcpMessage.REPLY) {
            throw new MalformedDhcpException("op is " + op + ", neither request nor reply,", 0);
        }
        int hardwareLength = b[at + 2] & 0xff;
        if (hardwareLength > CHADDR_BYTES) {
            throw new MalformedDhcpException("a hardware address of " + hardwareLength + " bytes", 2);
        }
        if (BigEndian.i32(b, at + COOKIE) != MAGIC) {
            throw new MalformedDhcpException("no magic cookie", COOKIE);
        }
        Map<Integer, ByteArrayOutputStream> pieces = new LinkedHashMap<>();
        read(b, at, OPTIONS, length, pieces);
        int overload = overload(pieces);
        // RFC 3396 §5: the options field, then file, then sname.
        if ((overload & OVERLOAD_FILE) != 0) {
            read(b, at, FILE, FILE + FILE_BYTES, pieces);
        }
        if ((overload & OVERLOAD_SNAME) != 0) {
            read(b, at, SNAME, SNAME + SNAME_BYTES, pieces);
        }
        Map<Integer, ByteString> values = new LinkedHashMap<>();
        pieces.forEach((code, bytes) -> values.put(code, ByteString.copyOf(bytes.toByteArray())));
        values.remove(OptionCode.OVERLOAD);
        return new DhcpMessage(
                op,
                b[at + 3] & 0xff,
                BigEndian.i32(b, at + XID),
                BigEndian.u16(b, at + SECS),
                (BigEndian.u16(b, at + FLAGS) & BROADCAST) != 0,
                Ipv4Address.read(b, at + CIADDR),
                Ipv4Address.read(b, at + YIADDR),
                Ipv4Address.read(b, at + SIADDR),
                Ipv4Address.read(b, at + GIADDR),
                b[at + 1] & 0xff,
                ByteString.copyOf(b, at + CHADDR, at + CHADDR + hardwareLength),
                (overload & OVERLOAD_SNAME) != 0 ? "" : string(b, at + SNAME, SNAME_BYTES),
                (overload & OVERLOAD_FILE) != 0 ? "" : string(b, at + FILE, FILE_BYTES),
                DhcpOptions.of(values));
    }

    private static int overload(Map<Integer, ByteArrayOutputStream> pieces) {
        ByteArrayOutputStream overload = pieces.get(OptionCode.OVERLOAD);
        return overload == null || overload.size() != 1 ? 0 : overload.toByteArray()[0];
    }

    /** Reads one field's options; a missing end is the field's end. */
    private static void read(byte[] b, int message, int from, int to, Map<Integer, ByteArrayOutputStream> pieces)
            throws MalformedDhcpException {
        int at = from;
        while (at < to) {
            int code = b[message + at] & 0xff;
            if (code == OptionCode.END) {
                return;
            }
            if (code == OptionCode.PAD) {
                at++;
                continue;
            }
            if (at + 1 >= to || to - at - 2 < (b[message + at + 1] & 0xff)) {
                throw new MalformedDhcpException("option " + code + " is cut short", at);
            }
            int length = b[message + at + 1] & 0xff;
            pieces.computeIfAbsent(code, c -> new ByteArrayOutputStream()).write(b, message + at + 2, length);
            at += 2 + length;
        }
    }

    private static String string(byte[] b, int at, int most) {
        int length = 0;
        while (length < most && b[at + length] != 0) {
            length++;
        }
        return new String(b, at, length, StandardCharsets.UTF_8);
    }

    static byte[] encode(DhcpMessage message, int mostBytes) {
        Room options = new Room(mostBytes - OPTIONS - 1);
        @Nullable Room file = message.bootFile().isEmpty() ? new Room(FILE_BYTES - 1) : null;
        @Nullable Room sname = message.serverName().isEmpty() ? new Room(SNAME_BYTES - 1) : null;
        lay(message.options(), options, file, sname);
        int overload = (file != null && file.used > 0 ? OVERLOAD_FILE : 0)
                | (sname != null && sname.used > 0 ? OVERLOAD_SNAME : 0);
        byte[] b = new byte[Math.max(LEAST_BYTES, OPTIONS + options.used + (overload == 0 ? 0 : OVERLOAD_BYTES) + 1)];
        b[0] = (byte) message.op();
        b[1] = (byte) message.hardwareType();
        b[2] = (byte) message.hardwareAddress().lengthBytes();
        b[3] = (byte) message.hops();
        BigEndian.put32(b, XID, message.transactionId());
        BigEndian.put16(b, SECS, message.secs());
        BigEndian.put16(b, FLAGS, message.broadcast() ? BROADCAST : 0);
        message.clientAddress().writeTo(b, CIADDR);
        message.yourAddress().writeTo(b, YIADDR);
        message.serverAddress().writeTo(b, SIADDR);
        message.relayAddress().writeTo(b, GIADDR);
        message.hardwareAddress().writeTo(b, CHADDR);
        BigEndian.put32(b, COOKIE, MAGIC);
        int at = OPTIONS;
        if (overload != 0) {
            b[at] = (byte) OptionCode.OVERLOAD;
            b[at + 1] = 1;
            b[at + 2] = (byte) overload;
            at += OVERLOAD_BYTES;
        }
        options.writeTo(b, at);
        write(message.serverName(), sname, b, SNAME, SNAME_BYTES);
        write(message.bootFile(), file, b, FILE, FILE_BYTES);
        return b;
    }

    private static void write(String text, @Nullable Room room, byte[] b, int at, int most) {
        if (room == null) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(bytes, 0, b, at, Math.min(bytes.length, most - 1));
        } else if (room.used > 0) {
            room.writeTo(b, at);
        }
    }

    /** Gives each option a field to stand in. The relay agent's stands last in the options field (RFC 3046 §2.1). */
    private static void lay(DhcpOptions all, Room options, @Nullable Room file, @Nullable Room sname) {
        ByteString agent = all.bytes(OptionCode.RELAY_AGENT);
        int agentBytes = agent == null ? 0 : Room.bytesOf(agent);
        int total = agentBytes;
        for (int code : all.codes()) {
            ByteString value = all.bytes(code);
            total += value == null || code == OptionCode.RELAY_AGENT ? 0 : Room.bytesOf(value);
        }
        boolean overloads = total > options.capacity;
        options.capacity -= agentBytes + (overloads ? OVERLOAD_BYTES : 0);
        for (int code : all.codes()) {
            ByteString value = all.bytes(code);
            if (value == null || code == OptionCode.RELAY_AGENT || options.take(code, value)) {
                continue;
            }
            boolean taken = file != null && file.take(code, value);
            if (!taken && sname != null) {
                sname.take(code, value); // or it is left out
            }
        }
        if (agent != null) {
            options.capacity += agentBytes;
            options.take(OptionCode.RELAY_AGENT, agent);
        }
    }

    /** A field that options stand in, its end not counted. */
    private static final class Room {
        private record Entry(int code, ByteString value) {}

        private final List<Entry> entries = new ArrayList<>();
        private int capacity;
        private int used;

        Room(int capacity) {
            this.capacity = capacity;
        }

        static int bytesOf(ByteString value) {
            int length = value.lengthBytes();
            int pieces = Math.max(1, (length + MOST_PIECE_BYTES - 1) / MOST_PIECE_BYTES);
            return length + 2 * pieces;
        }

        boolean take(int code, ByteString value) {
            int bytes = bytesOf(value);
            if (used + bytes > capacity) {
                return false;
            }
            entries.add(new Entry(code, value));
            used += bytes;
            return true;
        }

        void writeTo(byte[] b, int from) {
            int at = from;
            for (Entry entry : entries) {
                byte[] value = entry.value.toByteArray();
                int done = 0;
                do {
                    int piece = Math.min(MOST_PIECE_BYTES, value.length - done);
                    b[at] = (byte) entry.code;
                    b[at + 1] = (byte) piece;
                    System.arraycopy(value, done, b, at + 2, piece);
                    at += 2 + piece;
                    done += piece;
                } while (done < value.length);
            }
            b[at] = (byte) OptionCode.END;
        }
    }
}
