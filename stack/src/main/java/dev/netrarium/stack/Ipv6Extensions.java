package dev.netrarium.stack;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv6Header;

/**
 * The chain of IPv6 extension headers (RFC 8200 §4): skipped, with a limit on how many there may be, as RFC 8504 §5.3
 * allows.
 */
final class Ipv6Extensions {
    /** More extension headers than this are an attack, not a packet. */
    static final int MOST_HEADERS = 8;

    /** Options of one header; Linux's {@code max_hbh_opts_number} and {@code max_dst_opts_number}. */
    private static final int MOST_OPTIONS = 8;

    static final int FRAGMENT_BYTES = 8;

    private static final int PAD1 = 0;

    private Ipv6Extensions() {}

    /**
     * Sets {@link Packet#transport} behind the extension headers before the first fragment header, or as far as they can
     * be followed.
     */
    static void locateTransport(Packet packet) {
        byte[] b = packet.bytes;
        int next = Ipv6Header.nextHeader(b, packet.network);
        int at = packet.network + Ipv6Header.BYTES;
        for (int i = 0; i < MOST_HEADERS && isSkipped(next) && at + 8 <= packet.end; i++) {
            int length = ((b[at + 1] & 0xff) + 1) * 8;
            if (at + length > packet.end) {
                break;
            }
            next = b[at] & 0xff;
            at += length;
        }
        packet.transport = at;
    }

    /** The protocol of what stands at {@link Packet#transport}. */
    static int protocolAt(Packet packet) {
        byte[] b = packet.bytes;
        int next = Ipv6Header.nextHeader(b, packet.network);
        int at = packet.network + Ipv6Header.BYTES;
        while (at < packet.transport) {
            int length = next == IpProtocol.FRAGMENT ? FRAGMENT_BYTES : ((b[at + 1] & 0xff) + 1) * 8;
            next = b[at] & 0xff;
            at += length;
        }
        return next;
    }

    /** True when a fragment header is next at {@link Packet#transport}. */
    static boolean isFragment(Packet packet) {
        return protocolAt(packet) == IpProtocol.FRAGMENT;
    }

    /** Offset of the field that names the header at {@link Packet#transport}, from the start of the packet. */
    static int pointerTo(Packet packet) {
        byte[] b = packet.bytes;
        int next = Ipv6Header.nextHeader(b, packet.network);
        int at = packet.network + Ipv6Header.BYTES;
        int pointer = Ipv6Header.NEXT_HEADER;
        while (at < packet.transport) {
            pointer = at - packet.network;
            int length = next == IpProtocol.FRAGMENT ? FRAGMENT_BYTES : ((b[at + 1] & 0xff) + 1) * 8;
            next = b[at] & 0xff;
            at += length;
        }
        return pointer;
    }

    static boolean isSkipped(int header) {
        return header == IpProtocol.HOP_BY_HOP
                || header == IpProtocol.ROUTING
                || header == IpProtocol.DESTINATION_OPTIONS;
    }

    /** What checking the headers of a packet for this host has found. */
    enum Finding {
        SOUND,
        /** Malformed, or an option that says: drop in silence. */
        DROP,
        /** To be answered with parameter problem, code 0: a field makes no sense. */
        BAD_FIELD,
        /** Parameter problem, code 2: an option nobody knows, which says so. */
        BAD_OPTION,
        /** As {@link #BAD_OPTION}, but not when the packet was sent to a group. */
        BAD_OPTION_UNICAST
    }

    /** Where a check found fault: the high half is the {@link Finding}'s ordinal, the low half the offset. */
    static long check(Packet packet) {
        byte[] b = packet.bytes;
        int next = Ipv6Header.nextHeader(b, packet.network);
        int at = packet.network + Ipv6Header.BYTES;
        for (int i = 0; isSkipped(next); i++) {
            if (i == MOST_HEADERS || at + 8 > packet.end) {
                return found(Finding.DROP, 0);
            }
            int length = ((b[at + 1] & 0xff) + 1) * 8;
            if (at + length > packet.end) {
                return found(Finding.BAD_FIELD, at + 1 - packet.network);
            }
            if (next == IpProtocol.HOP_BY_HOP && i > 0) {
                return found(Finding.DROP, 0); // RFC 8200 §4.1: first or not at all
            }
            if (next == IpProtocol.ROUTING) {
                if (b[at + 3] != 0) {
                    return found(Finding.BAD_FIELD, at + 2 - packet.network); // §4.4: segments left, type unknown
                }
            } else {
                long options = options(packet, at + 2, at + length);
                if (options != 0) {
                    return options;
                }
            }
            next = b[at] & 0xff;
            at += length;
        }
        return 0;
    }

    static Finding finding(long check) {
        return FINDINGS[(int) (check >>> 32)];
    }

    private static final Finding[] FINDINGS = Finding.values();

    /** RFC 8200 §4.2: the two highest bits of an option nobody knows say what to do. */
    private static long options(Packet packet, int from, int end) {
        byte[] b = packet.bytes;
        int count = 0;
        int o = from;
        while (o < end) {
            int type = b[o] & 0xff;
            if (type == PAD1) {
                o++;
                continue;
            }
            if (o + 2 > end || o + 2 + (b[o + 1] & 0xff) > end || ++count > MOST_OPTIONS) {
                return found(Finding.DROP, 0);
            }
            if (!isKnown(type)) {
                switch (type >>> 6) {
                    case 0 -> {}
                    case 1 -> {
                        return found(Finding.DROP, 0);
                    }
                    case 2 -> {
                        return found(Finding.BAD_OPTION, o - packet.network);
                    }
                    default -> {
                        return found(Finding.BAD_OPTION_UNICAST, o - packet.network);
                    }
                }
            }
            o += 2 + (b[o + 1] & 0xff);
        }
        return 0;
    }

    /** PadN and router alert (RFC 2711). */
    private static boolean isKnown(int option) {
        return option == 1 || option == 5;
    }

    private static long found(Finding finding, int offset) {
        return (long) finding.ordinal() << 32 | offset;
    }

    /** The next-header field that a fragment header at {@code at} carries. */
    static int nextOfFragment(byte[] b, int at) {
        return b[at] & 0xff;
    }

    static int fragmentOffsetBytes(byte[] b, int at) {
        return BigEndian.u16(b, at + 2) & 0xfff8;
    }

    static boolean moreFragments(byte[] b, int at) {
        return (b[at + 3] & 1) != 0;
    }

    static int identification(byte[] b, int at) {
        return BigEndian.i32(b, at + 4);
    }
}
