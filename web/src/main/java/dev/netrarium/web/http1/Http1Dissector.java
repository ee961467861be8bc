package dev.netrarium.web.http1;

import dev.netrarium.web.grammar.Chars;
import dev.netrarium.wire.dissect.Dissector;
import dev.netrarium.wire.dissect.LayerBuilder;
import dev.netrarium.wire.dissect.Selector;
import java.util.List;
import java.util.Locale;

/**
 * HTTP/1.x (RFC 9112) on TCP ports 80 and 8080, as far as a single segment tells: one that begins with a start line shows it, its fields,
 * and what content follows. Unlike {@link Http1Codec} it shows what is wrong too. A segment from the middle of a message is data.
 */
public final class Http1Dissector implements Dissector {
    /** Longer than any method or version in use, so that data is not searched for long. */
    private static final int FIRST_WORD_BYTES = 20;

    @Override
    public String protocol() {
        return "HTTP";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.tcpPort(80), Selector.tcpPort(8080));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        if (!isStartLine(layer)) {
            return false;
        }
        boolean response = startsWith(layer, "HTTP/");
        String line = line(layer);
        layer.field(response ? "Status line" : "Request line", line, layer.start(), layer.position() - layer.start());
        layer.summary(line).line("HTTP: " + line);
        boolean isText = false;
        while (layer.remaining() > 0) {
            int at = layer.position();
            String field = line(layer);
            if (field.isEmpty()) {
                content(layer, isText);
                return true;
            }
            int colon = field.indexOf(':');
            if (colon <= 0) {
                layer.field("Field", field, at, layer.position() - at);
                layer.note("malformed: a field line without a name and a colon");
                continue;
            }
            String name = field.substring(0, colon);
            String value = field.substring(colon + 1).strip();
            layer.field(name, value, at, layer.position() - at);
            isText |= name.equalsIgnoreCase("Content-Type") && isText(value);
        }
        layer.note("the head goes on in another segment");
        return true;
    }

    /** A status line, or a method of capital letters and then a target. */
    private static boolean isStartLine(LayerBuilder layer) {
        if (startsWith(layer, "HTTP/1.")) {
            return true;
        }
        int at = layer.start();
        int end = Math.min(layer.end(), at + FIRST_WORD_BYTES);
        while (at < end && layer.bytes()[at] >= 'A' && layer.bytes()[at] <= 'Z') {
            at++;
        }
        return at > layer.start()
                && at + 1 < layer.end()
                && layer.bytes()[at] == ' '
                && Chars.isVisible(layer.bytes()[at + 1]);
    }

    private static boolean startsWith(LayerBuilder layer, String text) {
        if (layer.end() - layer.start() < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (layer.bytes()[layer.start() + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The line at the position, without its end, and goes on behind it. */
    private static String line(LayerBuilder layer) {
        int at = layer.position();
        int lf = at;
        while (lf < layer.end() && layer.bytes()[lf] != '\n') {
            lf++;
        }
        boolean hasEnd = lf < layer.end();
        boolean hasCr = lf > at && layer.bytes()[lf - 1] == '\r';
        if (hasEnd && !hasCr) {
            layer.note("malformed: a line ends in LF without CR");
        }
        layer.moveTo(hasEnd ? lf + 1 : lf);
        return layer.ascii(at, (hasCr ? lf - 1 : lf) - at);
    }

    private static void content(LayerBuilder layer, boolean isText) {
        int length = layer.remaining();
        if (length == 0) {
            return;
        }
        layer.field("Content here", length + " bytes", layer.position(), length);
        if (isText) {
            layer.text("Content", length);
        } else {
            layer.hex("Content", length);
        }
    }

    private static boolean isText(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("text/") || type.startsWith("application/json") || type.startsWith("application/xml");
    }
}
