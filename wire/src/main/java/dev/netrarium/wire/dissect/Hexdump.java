package dev.netrarium.wire.dissect;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Bytes for people: sixteen a line. */
public final class Hexdump {
    static final int BYTES_PER_LINE = 16;

    private Hexdump() {}

    /**
     * Lines as Wireshark shows them: {@code 0000  ff ff ff ff ff ff 00 05  5d 61 58 a8 08 06 00 01  ........]aX.....}.
     * Offsets count from {@code at}.
     */
    public static List<String> lines(byte[] b, int at, int length) {
        Objects.checkFromIndexSize(at, length, b.length);
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < length; line += BYTES_PER_LINE) {
            int here = Math.min(BYTES_PER_LINE, length - line);
            lines.add(String.format("%04x  ", line) + spaced(b, at + line, here));
        }
        return lines;
    }

    /** Lines as {@code tcpdump -X} shows them: {@code 0x0000:  4500 0053 9325 0000 8011 25ec c0a8 0037  E..S.%....%....7}. */
    public static List<String> tcpdumpLines(byte[] b, int at, int length) {
        Objects.checkFromIndexSize(at, length, b.length);
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < length; line += BYTES_PER_LINE) {
            int here = Math.min(BYTES_PER_LINE, length - line);
            StringBuilder hex = new StringBuilder();
            for (int i = 0; i < here; i++) {
                appendHex(hex, b[at + line + i]);
                if (i % 2 == 1) {
                    hex.append(' ');
                }
            }
            lines.add(String.format("0x%04x:  %-41s%s", line, hex, characters(b, at + line, here)));
        }
        return lines;
    }

    /** A line's bytes in two columns, and its characters. */
    static String spaced(byte[] b, int at, int length) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < length; i++) {
            appendHex(hex, b[at + i]);
            hex.append(i == 7 ? "  " : " ");
        }
        return String.format("%-50s%s", hex, characters(b, at, length));
    }

    private static void appendHex(StringBuilder text, byte octet) {
        text.append(Character.forDigit(octet >>> 4 & 0xf, 16)).append(Character.forDigit(octet & 0xf, 16));
    }

    private static String characters(byte[] b, int at, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(b[at + i] > 0x1f && b[at + i] < 0x7f ? (char) b[at + i] : '.');
        }
        return text.toString();
    }
}
