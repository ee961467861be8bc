package dev.netrarium.cli.tools;

import dev.netrarium.web.client.HttpEvent;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http1.Http1Event;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What {@code curl -v} tells on standard error: {@code *} for the connection, {@code >} sent, {@code <} received. */
final class CurlLog {
    private final PrintWriter err;
    private final boolean verbose;

    CurlLog(PrintWriter err, boolean verbose) {
        this.err = err;
        this.verbose = verbose;
    }

    void info(String words) {
        if (verbose) {
            err.println("* " + words);
        }
    }

    /** Tells a failure and gives it back, to be thrown. */
    CurlException failed(CurlException failure) {
        info(String.valueOf(failure.getMessage()));
        info("Closing connection 0");
        return failure;
    }

    void on(HttpEvent event) {
        if (!verbose) {
            return;
        }
        switch (event) {
            case HttpEvent.RequestBegun begun -> request(begun.request());
            case HttpEvent.Informational early -> lines("< ", head(early.head()));
            case HttpEvent.ResponseHeadReceived received -> lines("< ", head(received.head()));
            case HttpEvent.Redirected redirected ->
                info("Issue another request to this URL: '" + redirected.to() + "'");
            case HttpEvent.Reused reused ->
                info("Re-using existing connection #" + (reused.connection() - 1) + " with host "
                        + reused.authority().host().text());
            default -> {}
        }
    }

    /** A response's head, line by line, with the empty one at its end. */
    static List<String> head(Http1Event.ResponseHead head) {
        List<String> lines = new ArrayList<>();
        lines.add((head.version() + " " + head.status().code() + " " + head.reason()).stripTrailing());
        fields(lines, head.fields());
        return lines;
    }

    private void request(HttpRequest request) {
        List<String> lines = new ArrayList<>();
        lines.add(request.method() + " " + request.target() + " " + request.version());
        HttpFields fields = request.fields();
        long length = request.body().length();
        fields(
                lines,
                length > 0 && !fields.contains("Content-Length")
                        ? fields.with("Content-Length", Long.toString(length))
                        : fields);
        lines("> ", lines);
    }

    private static void fields(List<String> lines, HttpFields fields) {
        for (int i = 0; i < fields.size(); i++) {
            lines.add(fields.name(i) + ": " + fields.value(i));
        }
        lines.add("");
    }

    private void lines(String mark, List<String> lines) {
        for (String line : lines) {
            err.println((mark + line).stripTrailing());
        }
    }
}
