package dev.netrarium.internet.story;

import java.util.Locale;
import java.util.function.Consumer;

/** Prints a story for people: chapters, then a line for what happened and one for why. */
public final class StoryText implements StoryListener {
    private final Consumer<String> out;
    private final boolean colour;
    private Chapter chapter = Chapter.URL;
    private int visit;

    /** Said once, a reason holds for the lines that follow. */
    private String lastWhy = "";

    /**
     * @param out takes line after line, without its end
     * @param colour use ANSI colours: for terminals only
     */
    public StoryText(Consumer<String> out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    @Override
    public void told(StoryEvent event) {
        if (event.visit() != visit) {
            if (event.visit() > 1) {
                out.accept("");
                out.accept(bold("The same URL again: what the caches skip"));
            }
            visit = event.visit();
            head(event.chapter());
        } else if (event.chapter() != chapter) {
            head(event.chapter());
        }
        out.accept(String.format(
                Locale.ROOT,
                "%11.3f ms  %-12s %-5s  %s",
                event.atNanos() / 1e6,
                event.host(),
                event.layer().word(),
                event.text()));
        if (!event.why().isEmpty() && !event.why().equals(lastWhy)) {
            out.accept(" ".repeat(34) + dim("why: " + event.why()));
        }
        lastWhy = event.why();
    }

    /** The lines of a summary. */
    public void summary(Summary s) {
        out.accept("");
        out.accept(bold(s.visit() > 1 ? "Summary of the second visit" : "Summary"));
        if (s.failure() == null) {
            out.accept("  status " + s.status() + ", " + s.contentBytes() + " bytes of content");
            out.accept(String.format(
                    Locale.ROOT,
                    "  DNS %.3f ms · connect %.3f ms · first byte %.3f ms · total %.3f ms",
                    s.dnsNanos() / 1e6,
                    s.connectNanos() / 1e6,
                    s.firstByteNanos() / 1e6,
                    s.totalNanos() / 1e6));
        }
        out.accept(String.format(
                Locale.ROOT,
                "  %,d packets · %,d bytes on the wires · %,d lost · %,d sent again by TCP",
                s.packets(),
                s.bytes(),
                s.lost(),
                s.retransmissions()));
        out.accept("  trace hash " + s.traceHash());
    }

    private void head(Chapter next) {
        chapter = next;
        out.accept("");
        out.accept(bold((next.ordinal() + 1) + ". " + next.title()) + dim("  " + next.purpose()));
    }

    private String bold(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private String dim(String text) {
        return colour ? "\u001b[2m" + text + "\u001b[0m" : text;
    }
}
