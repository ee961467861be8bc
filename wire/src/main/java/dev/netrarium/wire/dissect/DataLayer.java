package dev.netrarium.wire.dissect;

import java.util.ArrayList;
import java.util.List;

/** Bytes that no dissector took, as a hexdump. */
final class DataLayer {
    /** The most lines shown; a packet of 1500 bytes has 94. */
    private static final int MAXIMUM_LINES = 96;

    private DataLayer() {}

    static Layer of(byte[] b, int at, int end, String name, String note) {
        int length = Math.max(0, end - at);
        List<Field> lines = new ArrayList<>();
        int shown = Math.min(length, MAXIMUM_LINES * Hexdump.BYTES_PER_LINE);
        for (int line = 0; line < shown; line += Hexdump.BYTES_PER_LINE) {
            int here = Math.min(Hexdump.BYTES_PER_LINE, shown - line);
            String hex = Hexdump.spaced(b, at + line, here);
            lines.add(new Field(String.format("%04x", line), hex, at + line, here, List.of()));
        }
        List<String> notes = new ArrayList<>();
        if (!note.isEmpty()) {
            notes.add(note);
        }
        if (shown < length) {
            notes.add(length - shown + " bytes more");
        }
        String summary = length + (length == 1 ? " byte" : " bytes");
        return new Layer(name, summary, at, length, lines, notes, List.of());
    }
}
