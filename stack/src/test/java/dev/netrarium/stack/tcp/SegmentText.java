package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.TcpOptions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A segment as the tests write it, to bytes and back. */
record SegmentText(int flags, int sequence, int length, int acknowledgment, int window, List<String> options) {
    private static final Pattern FORM = Pattern.compile(
            "([SFRPEWU.-]+) (-?\\d+):(-?\\d+)\\((\\d+)\\)(?: ack (-?\\d+))?(?: win (\\d+))?(?: <(.*)>)?");

    static SegmentText parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("not a segment: " + text);
        }
        int flags = 0;
        for (char c : m.group(1).toCharArray()) {
            flags |= switch (c) {
                case 'S' -> TcpHeader.SYN;
                case 'F' -> TcpHeader.FIN;
                case 'R' -> TcpHeader.RST;
                case 'P' -> TcpHeader.PSH;
                case 'U' -> TcpHeader.URG;
                case 'E' -> TcpHeader.ECE;
                case 'W' -> TcpHeader.CWR;
                case '.' -> TcpHeader.ACK;
                default -> 0;
            };
        }
        int sequence = Integer.parseInt(m.group(2));
        int length = Integer.parseInt(m.group(4));
        if (sequence + length != Integer.parseInt(m.group(3))) {
            throw new IllegalArgumentException("end is not sequence + length: " + text);
        }
        List<String> options = m.group(7) == null || m.group(7).isEmpty()
                ? List.of()
                : List.of(m.group(7).split(","));
        return new SegmentText(
                flags,
                sequence,
                length,
                m.group(5) == null ? 0 : Integer.parseInt(m.group(5)),
                m.group(6) == null ? -1 : Integer.parseInt(m.group(6)),
                options);
    }

    int optionBytes() {
        int n = 0;
        for (String o : options) {
            n += switch (o.split(" ")[0]) {
                case "mss" -> 4;
                case "nop" -> 1;
                case "sackOK" -> 2;
                case "wscale" -> 3;
                case "TS" -> 10;
                case "FO" -> 2 + cookie(o).length;
                case "FOEXP" -> 4 + cookie(o).length;
                case "sack" -> 2 + 8 * (o.split(" ").length - 1);
                default -> throw new IllegalArgumentException("unknown option " + o);
            };
        }
        return (n + 3) & ~3;
    }

    void writeOptions(byte[] b, int at, int isn, int lastTimestamp) {
        int end = at + optionBytes();
        for (String o : options) {
            String[] w = o.split(" ");
            switch (w[0]) {
                case "mss" -> {
                    b[at] = 2;
                    b[at + 1] = 4;
                    BigEndian.put16(b, at + 2, Integer.parseInt(w[1]));
                    at += 4;
                }
                case "nop" -> b[at++] = 1;
                case "sackOK" -> {
                    b[at++] = 4;
                    b[at++] = 2;
                }
                case "wscale" -> {
                    b[at++] = 3;
                    b[at++] = 3;
                    b[at++] = (byte) Integer.parseInt(w[1]);
                }
                case "FO" -> at = TcpOptions.putFastOpen(b, at, cookie(o));
                case "FOEXP" -> at = TcpOptions.putFastOpenExperimental(b, at, cookie(o));
                case "sack" -> {
                    b[at] = 5;
                    b[at + 1] = (byte) (2 + 8 * (w.length - 1));
                    at += 2;
                    for (int i = 1; i < w.length; i++) {
                        String[] edges = w[i].split(":");
                        BigEndian.put32(b, at, isn + Integer.parseInt(edges[0]));
                        BigEndian.put32(b, at + 4, isn + Integer.parseInt(edges[1]));
                        at += 8;
                    }
                }
                case "TS" -> {
                    b[at] = 8;
                    b[at + 1] = 10;
                    BigEndian.put32(b, at + 2, (int) Long.parseLong(w[2]));
                    BigEndian.put32(b, at + 6, w[4].equals("last") ? lastTimestamp : (int) Long.parseLong(w[4]));
                    at += 10;
                }
                default -> throw new IllegalArgumentException("unknown option " + o);
            }
        }
        while (at < end) {
            b[at++] = 0;
        }
    }

    private static byte[] cookie(String option) {
        String[] w = option.split(" ");
        return w.length == 1 ? new byte[0] : HexFormat.of().parseHex(w[1]);
    }

    private static String hex(byte[] b, int from, int to) {
        return HexFormat.of().formatHex(b, from, to);
    }

    static String of(byte[] b, int at, int end, int isn, int peerIsn) {
        int flags = TcpHeader.flags(b, at);
        int header = TcpHeader.headerBytes(b, at);
        int sequence = TcpHeader.sequenceNumber(b, at) - isn;
        int length = end - at - header;
        StringBuilder text = new StringBuilder();
        text.append((flags & TcpHeader.SYN) != 0 ? "S" : "")
                .append((flags & TcpHeader.FIN) != 0 ? "F" : "")
                .append((flags & TcpHeader.RST) != 0 ? "R" : "")
                .append((flags & TcpHeader.PSH) != 0 ? "P" : "")
                .append((flags & TcpHeader.ACK) != 0 ? "." : "")
                .append((flags & TcpHeader.ECE) != 0 ? "E" : "")
                .append((flags & TcpHeader.CWR) != 0 ? "W" : "");
        text.append(' ')
                .append(sequence)
                .append(':')
                .append(sequence + length)
                .append('(')
                .append(length)
                .append(')');
        if ((flags & TcpHeader.ACK) != 0) {
            text.append(" ack ").append(TcpHeader.acknowledgmentNumber(b, at) - peerIsn);
        }
        text.append(" win ").append(TcpHeader.window(b, at));
        List<String> options = new ArrayList<>();
        int o = at + TcpHeader.BYTES;
        while (o < at + header) {
            switch (b[o]) {
                case 1 -> options.add("nop");
                case 2 -> options.add("mss " + BigEndian.u16(b, o + 2));
                case 3 -> options.add("wscale " + b[o + 2]);
                case 4 -> options.add("sackOK");
                case 5 -> {
                    for (int k = o + 2; k < o + b[o + 1]; k += 8) {
                        options.add(
                                "sack " + (BigEndian.i32(b, k) - peerIsn) + ":" + (BigEndian.i32(b, k + 4) - peerIsn));
                    }
                }
                case 8 -> options.add("TS");
                case 34 -> options.add(("FO " + hex(b, o + 2, o + b[o + 1])).strip());
                case -2 -> options.add(("FOEXP " + hex(b, o + 4, o + b[o + 1])).strip());
                default -> options.add("?" + b[o]);
            }
            o += b[o] == 0 || b[o] == 1 ? 1 : b[o + 1];
        }
        return text + " <" + String.join(",", options) + ">";
    }

    /**
     * Compares what was sent with what was expected, but for what the expectation leaves out: the window, the options, and
     * behind a {@code ~} whether PSH is set.
     */
    static void assertLike(String seen, String expected) {
        String shown = seen;
        if (!expected.contains("<")) {
            shown = shown.replaceFirst(" <.*>$", "");
        }
        if (!expected.contains(" win ")) {
            shown = shown.replaceFirst(" win \\d+", "");
        }
        String wanted = expected;
        if (wanted.contains("~")) {
            wanted = wanted.replaceFirst("~", "");
            shown = shown.replaceFirst("^(\\[.*] )?(F?)P", "$1$2");
        }
        assertThat(shown).as("the segment that left").isEqualTo(wanted);
    }
}
