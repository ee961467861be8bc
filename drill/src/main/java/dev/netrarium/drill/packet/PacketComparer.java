package dev.netrarium.drill.packet;

import dev.netrarium.drill.script.PacketPattern;
import dev.netrarium.drill.script.PacketPattern.IpFields;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.TcpOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares a packet of the host with what a script expects. Flags, numbers and options are exact; the window (the raw
 * field), urgent pointer, ECN, TOS and TTL count where they are written; a timestamp counts where its clock is known;
 * its echo never does. Checksums must be right, payload must be zeros.
 */
public final class PacketComparer {
    private final Conversation conversation;
    private final long tickMicros;
    private final long toleranceMicros;

    /**
     * @param tickMicros {@code --tcp_ts_tick_usecs}, 0 to leave timestamps unchecked
     * @param toleranceMicros how far a timestamp may be off
     */
    public PacketComparer(Conversation conversation, long tickMicros, long toleranceMicros) {
        this.conversation = conversation;
        this.tickMicros = tickMicros;
        this.toleranceMicros = toleranceMicros;
    }

    /** All differences, none when the packet is what the script says. Learns the host's numbers from it. */
    public List<Difference> compare(PacketPattern expected, LivePacket seen) {
        List<Difference> found = new ArrayList<>();
        if (!seen.ip().fault().isEmpty()) {
            found.add(new Difference("integrity", "a sound packet", seen.ip().fault()));
        }
        ip(expected.ip(), seen.ip(), found);
        switch (expected) {
            case PacketPattern.Tcp tcp when seen instanceof LivePacket.Tcp live -> tcp(tcp, live, found);
            case PacketPattern.Udp udp
            when seen instanceof LivePacket.Udp live -> check(found, "length", udp.length(), live.length());
            case PacketPattern.Icmp icmp when seen instanceof LivePacket.Icmp live -> icmp(icmp, live, found);
            default -> found.add(new Difference("protocol", protocol(expected), protocol(seen)));
        }
        return found;
    }

    private static void ip(IpFields expected, LivePacket.Ip seen, List<Difference> found) {
        PacketPattern.Ecn ecn = expected.ecn();
        if (ecn == PacketPattern.Ecn.ECT01) {
            if (seen.ecn() != 1 && seen.ecn() != 2) {
                found.add(new Difference("ECN", "ect0 or ect1", ecnName(seen.ecn())));
            }
        } else if (ecn != null && ecn.bits() != seen.ecn()) {
            found.add(new Difference("ECN", ecnName(ecn.bits()), ecnName(seen.ecn())));
        }
        checkWritten(found, "TOS", expected.tos(), seen.tos());
        checkWritten(found, "flow label", expected.flowLabel(), seen.flowLabel());
        checkWritten(found, "TTL", expected.timeToLive(), seen.timeToLive());
    }

    private static String ecnName(int bits) {
        return List.of("noecn", "ect1", "ect0", "ce").get(bits);
    }

    private void tcp(PacketPattern.Tcp expected, LivePacket.Tcp seen, List<Difference> found) {
        TcpHeader header = seen.header();
        boolean syn = seen.isSyn();
        if (syn && (expected.flags() & TcpHeader.SYN) != 0) {
            conversation.learnLocalFirst(
                    header.sequenceNumber(), (int) expected.range().start());
            if ((header.flags() & TcpHeader.ACK) != 0) {
                conversation.remoteSynAnswered();
            }
        }
        if (expected.flags() != header.flags()) {
            found.add(new Difference("flags", PacketText.flags(expected.flags()), PacketText.flags(header.flags())));
        }
        check(
                found,
                "sequence number",
                expected.range().start(),
                Integer.toUnsignedLong(conversation.localToScript(header.sequenceNumber(), syn)));
        check(found, "length", expected.range().length(), seen.length());
        Long ack = expected.acknowledgment();
        long seenAck = Integer.toUnsignedLong(conversation.remoteToScript(header.acknowledgmentNumber(), syn));
        if (ack != null) {
            check(found, "ack", ack, seenAck);
        } else if ((header.flags() & TcpHeader.ACK) != 0) {
            found.add(new Difference("ack", "none", Long.toString(seenAck)));
        }
        checkWritten(found, "window", expected.window(), header.window());
        check(found, "urgent pointer", expected.urgent() == null ? 0 : expected.urgent(), header.urgentPointer());
        List<TcpOption> options = expected.options();
        if (options != null) {
            options(options, header.optionList(), syn, found);
        }
        learnTimestamp(options, header.optionList());
        if (!seen.isZero()) {
            found.add(new Difference("payload", "zeros, as written", "other bytes"));
        }
    }

    private void options(List<TcpOption> expected, List<TcpOption> seen, boolean syn, List<Difference> found) {
        boolean same = expected.size() == seen.size();
        for (int i = 0; same && i < expected.size(); i++) {
            same = isSame(expected.get(i), seen.get(i), syn);
        }
        if (!same) {
            found.add(new Difference("options", PacketText.options(expected), PacketText.options(inScript(seen, syn))));
        }
    }

    private boolean isSame(TcpOption expected, TcpOption seen, boolean syn) {
        if (expected instanceof TcpOption.Timestamps want && seen instanceof TcpOption.Timestamps got) {
            long off = Math.abs((long) (conversation.timestampToScript(got.value()) - want.value()));
            return tickMicros == 0 || off * tickMicros <= toleranceMicros;
        }
        return expected.equals(inScript(seen, syn));
    }

    private void learnTimestamp(@Nullable List<TcpOption> expected, List<TcpOption> seen) {
        if (expected == null) {
            return;
        }
        for (TcpOption want : expected) {
            for (TcpOption got : seen) {
                if (want instanceof TcpOption.Timestamps(int inScript, int _)
                        && got instanceof TcpOption.Timestamps(int live, int _)) {
                    conversation.learnTimestamp(live, inScript);
                }
            }
        }
    }

    private List<TcpOption> inScript(List<TcpOption> live, boolean syn) {
        return live.stream().map(option -> inScript(option, syn)).toList();
    }

    private TcpOption inScript(TcpOption live, boolean syn) {
        return switch (live) {
            case TcpOption.Sack sack ->
                new TcpOption.Sack(sack.blocks().stream()
                        .map(block -> new TcpOption.SackBlock(
                                conversation.remoteToScript(block.left(), syn),
                                conversation.remoteToScript(block.right(), syn)))
                        .toList());
            case TcpOption.Timestamps ts ->
                new TcpOption.Timestamps(conversation.timestampToScript(ts.value()), ts.echo());
            default -> live;
        };
    }

    private void icmp(PacketPattern.Icmp expected, LivePacket.Icmp seen, List<Difference> found) {
        try {
            check(found, "ICMP type", IcmpNames.type(conversation.family(), expected.type()), seen.type());
            check(
                    found,
                    "ICMP code",
                    IcmpNames.code(conversation.family(), expected.type(), expected.code()),
                    seen.code());
        } catch (UnbuildablePacketException e) {
            found.add(new Difference("ICMP message", String.valueOf(e.getMessage()), "type " + seen.type()));
        }
        Long mtu = expected.mtu();
        if (mtu != null) {
            check(found, "mtu", mtu, seen.mtu());
        }
    }

    /** The packet that was seen in the language of scripts. */
    public String text(LivePacket seen) {
        return switch (seen) {
            case LivePacket.Tcp tcp -> {
                boolean syn = tcp.isSyn();
                TcpHeader h = tcp.header();
                long start = Integer.toUnsignedLong(conversation.localToScript(h.sequenceNumber(), syn));
                yield PacketText.tcp(
                        h.flags(),
                        start,
                        tcp.length(),
                        Integer.toUnsignedLong(conversation.remoteToScript(h.acknowledgmentNumber(), syn)),
                        h.window(),
                        inScript(h.optionList(), syn));
            }
            case LivePacket.Udp udp -> "> udp (" + udp.length() + ")";
            case LivePacket.Icmp icmp -> "> icmp type " + icmp.type() + " code " + icmp.code();
            case LivePacket.Other other -> "> a packet of IP protocol " + other.protocol();
        };
    }

    private static String protocol(PacketPattern pattern) {
        return switch (pattern) {
            case PacketPattern.Tcp _ -> "tcp";
            case PacketPattern.Udp _ -> "udp";
            case PacketPattern.Icmp _ -> "icmp";
        };
    }

    private static String protocol(LivePacket packet) {
        return switch (packet) {
            case LivePacket.Tcp _ -> "tcp";
            case LivePacket.Udp _ -> "udp";
            case LivePacket.Icmp _ -> "icmp";
            case LivePacket.Other other -> "IP protocol " + other.protocol();
        };
    }

    private static void checkWritten(List<Difference> found, String field, @Nullable Integer expected, int seen) {
        if (expected != null) {
            check(found, field, expected, seen);
        }
    }

    private static void check(List<Difference> found, String field, long expected, long seen) {
        if (expected != seen) {
            found.add(new Difference(field, Long.toString(expected), Long.toString(seen)));
        }
    }
}
