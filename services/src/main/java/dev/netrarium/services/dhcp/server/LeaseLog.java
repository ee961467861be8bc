package dev.netrarium.services.dhcp.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The bindings as a log that outlives the server: a line for each change, and the last line about an address counts. A
 * server that is killed in the middle of a line has not answered the client yet, so that line is as if never written.
 */
public final class LeaseLog {
    /** Lines that the log may have beyond one for each address before it is written anew. */
    private static final int SLACK_LINES = 1000;

    private final LeaseStore store;
    private final Instant epoch;
    private final List<String> problems = new ArrayList<>();
    private int lines;
    private boolean isDamaged;

    /**
     * @param epoch the calendar date at which the server's time began: the log counts in calendar time, since a server
     *     that begins again begins with another zero
     */
    public LeaseLog(LeaseStore store, Instant epoch) {
        this.store = store;
        this.epoch = epoch;
    }

    /** Sentences about what was wrong with the log when it was read; none for a log that is whole. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Lines in the log. */
    int lines() {
        return lines;
    }

    List<LeaseEntry> load() throws IOException {
        List<LeaseEntry> entries = new ArrayList<>();
        String text = new String(store.read(), StandardCharsets.UTF_8);
        int at = 0;
        int number = 0;
        while (at < text.length()) {
            number++;
            int end = text.indexOf('\n', at);
            String line = end < 0 ? text.substring(at) : text.substring(at, end);
            LeaseEntry entry = end < 0 ? null : LeaseLine.read(line, epoch);
            if (entry != null) {
                entries.add(entry);
            } else if (end < 0) {
                problems.add("line " + number + " was being written when the server ended; it is ignored");
            } else {
                problems.add("line " + number + " is damaged and ignored: \"" + line + "\"");
            }
            at = end < 0 ? text.length() : end + 1;
        }
        lines = number;
        isDamaged = !problems.isEmpty();
        return entries;
    }

    /** True when the log is better written anew: it is mostly history, or has a line that is not whole. */
    boolean wantsCompaction(int addresses) {
        return isDamaged || lines > addresses + SLACK_LINES;
    }

    void append(LeaseEntry entry) throws IOException {
        boolean wasDamaged = isDamaged;
        isDamaged = true; // a line that is written half must not get another one behind it
        store.append(bytes(LeaseLine.write(entry, epoch)));
        isDamaged = wasDamaged;
        lines++;
    }

    void replace(List<LeaseEntry> all) throws IOException {
        StringBuilder text = new StringBuilder();
        for (LeaseEntry each : all) {
            text.append(LeaseLine.write(each, epoch)).append('\n');
        }
        store.replace(text.toString().getBytes(StandardCharsets.UTF_8));
        lines = all.size();
        isDamaged = false;
    }

    private static byte[] bytes(String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
