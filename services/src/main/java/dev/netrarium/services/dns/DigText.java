package dev.netrarium.services.dns;

import java.util.List;
import java.util.Locale;

/** A message as {@code dig} prints it: header, pseudo-section, and the sections with their columns in dig's places. */
public final class DigText {
    private static final int TAB = 8;
    /** Columns in which dig begins TTL, class, type and data. */
    private static final int TTL_COLUMN = 24;

    private static final int CLASS_COLUMN = 32;
    private static final int TYPE_COLUMN = 40;
    private static final int DATA_COLUMN = 48;

    private final StringBuilder text = new StringBuilder();

    private DigText() {}

    /** All sections, each line ended by a line feed. */
    public static String of(DnsMessage message) {
        return new DigText().print(message);
    }

    /** One record with dig's columns, without a line feed. */
    public static String of(ResourceRecord record) {
        DigText line = new DigText();
        line.record(record);
        return line.text.toString();
    }

    private String print(DnsMessage message) {
        header(message);
        Edns edns = message.edns();
        if (edns != null) {
            text.append("\n;; OPT PSEUDOSECTION:\n; EDNS: version: ")
                    .append(edns.version())
                    .append(", flags:")
                    .append(edns.dnssecOk() ? " do" : "")
                    .append("; udp: ")
                    .append(edns.udpPayloadBytes())
                    .append('\n');
            for (Edns.Option option : edns.options()) {
                text.append("; OPT=")
                        .append(option.code())
                        .append(": ")
                        .append(option.data().hex())
                        .append('\n');
            }
        }
        if (!message.questions().isEmpty()) {
            text.append(edns == null ? "\n" : "").append(";; QUESTION SECTION:\n");
            for (Question question : message.questions()) {
                question(question);
            }
        }
        section("ANSWER", message.answers());
        section("AUTHORITY", message.authorities());
        section("ADDITIONAL", message.additionals());
        return text.toString();
    }

    private void header(DnsMessage message) {
        DnsHeader header = message.header();
        text.append(";; ->>HEADER<<- opcode: ")
                .append(header.opcode())
                .append(", status: ")
                .append(header.responseCode())
                .append(", id: ")
                .append(header.id())
                .append("\n;; flags:")
                .append(header.isResponse() ? " qr" : "")
                .append(header.authoritative() ? " aa" : "")
                .append(header.truncated() ? " tc" : "")
                .append(header.recursionDesired() ? " rd" : "")
                .append(header.recursionAvailable() ? " ra" : "")
                .append(header.authenticData() ? " ad" : "")
                .append(header.checkingDisabled() ? " cd" : "")
                .append(String.format(
                                Locale.ROOT,
                                "; QUERY: %d, ANSWER: %d, AUTHORITY: %d, ADDITIONAL: %d%n",
                                message.questions().size(),
                                message.answers().size(),
                                message.authorities().size(),
                                message.additionals().size() + (message.edns() == null ? 0 : 1))
                        .replace("\r", ""));
        if (header.recursionDesired() && header.isResponse() && !header.recursionAvailable()) {
            text.append(";; WARNING: recursion requested but not available\n");
        }
    }

    private void question(Question question) {
        // dig counts columns behind the semicolon.
        int start = text.append(';').length();
        text.append(question.name());
        tabTo(start, CLASS_COLUMN);
        text.append(question.recordClass());
        tabTo(start, TYPE_COLUMN);
        text.append(question.type()).append('\n');
    }

    private void section(String title, List<ResourceRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        text.append("\n;; ").append(title).append(" SECTION:\n");
        for (ResourceRecord record : records) {
            record(record);
            text.append('\n');
        }
    }

    private void record(ResourceRecord record) {
        int start = text.length();
        text.append(record.name());
        tabTo(start, TTL_COLUMN);
        text.append(record.ttlSeconds());
        tabTo(start, CLASS_COLUMN);
        text.append(record.recordClass());
        tabTo(start, TYPE_COLUMN);
        text.append(record.type());
        tabTo(start, DATA_COLUMN);
        text.append(record.data());
    }

    /** Tabs up to the column, counted from the start of the line; one at least. */
    private void tabTo(int start, int column) {
        int at = 0;
        for (int i = start; i < text.length(); i++) {
            at = text.charAt(i) == '\t' ? at / TAB * TAB + TAB : at + 1;
        }
        do {
            text.append('\t');
            at = at / TAB * TAB + TAB;
        } while (at < column);
    }
}
