package dev.netrarium.drill.packet;

import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.TcpOption;
import java.util.List;
import java.util.stream.Collectors;

/** Segments in the words of the language. */
final class PacketText {
    private PacketText() {}

    static String tcp(int flags, long start, int length, long ack, int window, List<TcpOption> options) {
        StringBuilder text = new StringBuilder("> ").append(flags(flags));
        text.append(' ').append(start).append(':').append(start + length & 0xffff_ffffL);
        text.append('(').append(length).append(')');
        if ((flags & TcpHeader.ACK) != 0) {
            text.append(" ack ").append(ack);
        }
        text.append(" win ").append(window);
        if (!options.isEmpty()) {
            text.append(' ').append(options(options));
        }
        return text.toString();
    }

    static String flags(int flags) {
        StringBuilder text = new StringBuilder();
        append(text, flags, TcpHeader.FIN, 'F');
        append(text, flags, TcpHeader.SYN, 'S');
        append(text, flags, TcpHeader.RST, 'R');
        append(text, flags, TcpHeader.PSH, 'P');
        append(text, flags, TcpHeader.ACK, '.');
        append(text, flags, TcpHeader.URG, 'U');
        append(text, flags, TcpHeader.ECE, 'E');
        append(text, flags, TcpHeader.CWR, 'W');
        append(text, flags, TcpHeader.AE, 'A');
        return text.isEmpty() ? "-" : text.toString();
    }

    private static void append(StringBuilder text, int flags, int bit, char letter) {
        if ((flags & bit) != 0) {
            text.append(letter);
        }
    }

    static String options(List<TcpOption> options) {
        return options.stream().map(PacketText::option).collect(Collectors.joining(",", "<", ">"));
    }

    private static String option(TcpOption option) {
        return switch (option) {
            case TcpOption.Sack sack ->
                "sack " + sack.blocks().stream().map(Object::toString).collect(Collectors.joining(" "));
            case TcpOption.FastOpen fastOpen ->
                (fastOpen.experimental() ? "FOEXP" : "FO")
                        + (fastOpen.cookie().isEmpty() ? "" : " " + fastOpen.cookie());
            default -> option.toString();
        };
    }
}
