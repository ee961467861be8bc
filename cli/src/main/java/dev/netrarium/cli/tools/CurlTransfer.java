package dev.netrarium.cli.tools;

import dev.netrarium.stack.Timer;
import dev.netrarium.web.Url;
import dev.netrarium.web.UrlSyntaxException;
import dev.netrarium.web.client.HttpClient;
import dev.netrarium.web.client.HttpClientOptions;
import dev.netrarium.web.client.HttpEvent;
import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.http.HttpVersion;
import dev.netrarium.web.http1.RejectedMessageException;
import dev.netrarium.wire.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One transfer of curl: a URL, from reading it to the last byte. */
final class CurlTransfer {
    /** Long enough for TCP to give up by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(1000);

    private static final int PIECE_BYTES = 16 * 1024;

    private final CurlTool options;
    private final ToolContext context;
    private final String text;
    private final CurlLog log;
    private final CurlConnector connector;
    private final long begunNanos;
    private CurlSink sink = CurlSink.NOTHING;
    private @Nullable Url url;
    private int status;
    private int redirects;
    private long firstByteNanos;
    private String contentType = "";

    CurlTransfer(CurlTool options, ToolContext context, String text) {
        this.options = options;
        this.context = context;
        this.text = text;
        this.begunNanos = context.now();
        this.log = new CurlLog(context.err(), options.verbose);
        long deadline = options.mostTime == null ? Timer.NEVER : context.deadline(options.mostTime);
        this.connector = new CurlConnector(
                context, Target.family(options.four, options.six), options.connectTimeout, log, deadline);
    }

    /** @return curl's exit code */
    int run() throws InterruptedException {
        int exitCode = 0;
        try {
            transfer();
        } catch (CurlException e) {
            exitCode = e.exitCode();
            context.out().flush();
            if (!options.silent || options.showError) {
                context.err().println("curl: (" + exitCode + ") " + e.getMessage());
            }
        }
        if (options.writeOut != null) {
            context.out().print(writeOut(options.writeOut, exitCode));
        }
        return exitCode;
    }

    private void transfer() throws CurlException, InterruptedException {
        Url from = readUrl();
        url = from;
        HttpRequest request = request(from);
        HttpClientOptions clientOptions = HttpClientOptions.defaults()
                .withTimeouts(PATIENCE, PATIENCE, PATIENCE)
                .withMaxRedirects(options.follow ? options.mostRedirects : 0);
        try (HttpClient client = new HttpClient(connector, clientOptions, this::on);
                CurlSink to = CurlSink.of(context, file(from))) {
            sink = to;
            HttpResponse response = client.send(from, request);
            body(response);
            log.info("Connection #" + (connector.connections - 1) + " to host "
                    + from.host().text() + " left intact");
        } catch (CurlException e) {
            throw e;
        } catch (IOException e) {
            throw explain(e);
        }
    }

    private Url readUrl() throws CurlException {
        Url read;
        try {
            read = Url.parse(text.contains("://") ? text : "http://" + text);
        } catch (UrlSyntaxException e) {
            throw new CurlException(
                    CurlException.MALFORMED_URL, "URL using bad/illegal format or missing URL: " + e.getMessage(), e);
        }
        if (!read.scheme().equals("http")) {
            throw new CurlException(
                    CurlException.UNSUPPORTED_PROTOCOL,
                    "Protocol \"" + read.scheme() + "\" not supported or disabled: this curl speaks http");
        }
        return read;
    }

    private HttpRequest request(Url from) throws CurlException {
        byte[] content = content();
        HttpFields.Builder fields = HttpFields.builder()
                .add("Host", from.authority().toString())
                .add("User-Agent", options.agent)
                .add("Accept", "*/*");
        if (content != null) {
            fields.add("Content-Type", "application/x-www-form-urlencoded");
        }
        HttpFields all = fields.build();
        try {
            for (String field : options.fields) {
                int colon = field.indexOf(':');
                String name = colon < 0 ? field : field.substring(0, colon);
                String value = colon < 0 ? "" : field.substring(colon + 1).strip();
                boolean ours = switch (name.toLowerCase(Locale.ROOT)) {
                    case "host", "user-agent", "accept", "content-type" -> true;
                    default -> false;
                };
                all = value.isEmpty() ? all.without(name) : ours ? all.with(name, value) : all.plus(name, value);
            }
            HttpMethod method = options.method != null
                    ? new HttpMethod(options.method)
                    : options.head ? HttpMethod.HEAD : content != null ? HttpMethod.POST : HttpMethod.GET;
            HttpBody body = content == null ? HttpBody.EMPTY : HttpBody.of(content);
            return new HttpRequest(method, from.originForm(), HttpVersion.HTTP_1_1, all, body);
        } catch (IllegalArgumentException e) {
            throw new ToolFailure(2, String.valueOf(e.getMessage()), e);
        }
    }

    private byte @Nullable [] content() throws CurlException {
        if (options.data.isEmpty()) {
            return null;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String piece : options.data) {
            if (all.size() > 0) {
                all.write('&');
            }
            if (!piece.startsWith("@")) {
                all.writeBytes(piece.getBytes(StandardCharsets.UTF_8));
                continue;
            }
            try {
                all.writeBytes(Files.readAllBytes(Path.of(piece.substring(1))));
            } catch (IOException e) {
                throw new CurlException(
                        CurlException.READ_ERROR, "Failed to open " + piece.substring(1) + ": " + e.getMessage(), e);
            }
        }
        return all.toByteArray();
    }

    private @Nullable Path file(Url from) throws CurlException {
        if (!options.remoteName) {
            return options.output;
        }
        String name = from.path().substring(from.path().lastIndexOf('/') + 1);
        if (name.isEmpty()) {
            throw new CurlException(CurlException.WRITE_ERROR, "Remote file name has no length");
        }
        return Path.of(name);
    }

    private void on(HttpEvent event) {
        log.on(event);
        switch (event) {
            case HttpEvent.ResponseBegun begun -> firstByteNanos = begun.now();
            case HttpEvent.Redirected redirected -> {
                redirects++;
                url = redirected.to();
            }
            case HttpEvent.ResponseHeadReceived received -> {
                status = received.head().status().code();
                String type = received.head().fields().first("Content-Type");
                contentType = type == null ? "" : type;
                if (options.include || options.head) {
                    CurlLog.head(received.head()).forEach(sink::line);
                }
            }
            default -> {}
        }
    }

    private void body(HttpResponse response) throws IOException {
        if (options.fail && status >= 400) {
            response.body().open().close();
            throw new CurlException(CurlException.HTTP_ERROR, "The requested URL returned error: " + status);
        }
        byte[] piece = new byte[PIECE_BYTES];
        try (InputStream in = response.body().open()) {
            for (int length; (length = in.read(piece)) >= 0; ) {
                sink.write(piece, length);
            }
        }
    }

    /** What went wrong, as one of curl's errors. */
    private CurlException explain(IOException e) throws InterruptedException {
        String words = String.valueOf(e.getMessage());
        long millis = (context.now() - begunNanos) / 1_000_000;
        if (e instanceof SocketTimeoutException) {
            return log.failed(new CurlException(
                    CurlException.TIMED_OUT,
                    "Operation timed out after " + millis + " milliseconds with " + sink.bytes() + " bytes received",
                    e));
        }
        if (e instanceof InterruptedIOException) {
            throw new InterruptedException(words);
        }
        if (words.contains("Connection reset")) {
            return log.failed(
                    new CurlException(CurlException.RECEIVE_ERROR, "Recv failure: Connection reset by peer", e));
        }
        if (e instanceof RejectedMessageException) {
            return firstByteNanos == 0
                    ? log.failed(new CurlException(CurlException.EMPTY_REPLY, "Empty reply from server", e))
                    : status != 0
                            ? log.failed(new CurlException(CurlException.PARTIAL_FILE, "transfer closed: " + words, e))
                            : log.failed(
                                    new CurlException(CurlException.WEIRD_REPLY, "Weird server reply: " + words, e));
        }
        if (e instanceof ProtocolException && redirects >= options.mostRedirects) {
            return new CurlException(
                    CurlException.TOO_MANY_REDIRECTS, "Maximum (" + options.mostRedirects + ") redirects followed", e);
        }
        return firstByteNanos == 0
                ? log.failed(new CurlException(CurlException.EMPTY_REPLY, "Empty reply from server", e))
                : log.failed(new CurlException(CurlException.RECEIVE_ERROR, "Recv failure: " + words, e));
    }

    private String writeOut(String format, int exitCode) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            int end;
            if (format.startsWith("%{", at) && (end = format.indexOf('}', at)) > 0) {
                out.append(variable(format.substring(at + 2, end), exitCode));
                at = end + 1;
            } else if (format.startsWith("\\n", at)) {
                out.append('\n');
                at += 2;
            } else if (format.startsWith("\\t", at)) {
                out.append('\t');
                at += 2;
            } else {
                out.append(format.charAt(at++));
            }
        }
        return out.toString();
    }

    private String variable(String name, int exitCode) {
        Endpoint local = connector.local;
        Endpoint remote = connector.remote;
        Url effective = url;
        return switch (name) {
            case "http_code", "response_code" -> String.format(Locale.ROOT, "%03d", status);
            case "time_namelookup" -> seconds(connector.lookedUpNanos);
            case "time_connect" -> seconds(connector.connectedNanos);
            case "time_starttransfer" -> seconds(firstByteNanos);
            case "time_total" -> seconds(context.now());
            case "size_download" -> Long.toString(sink.bytes());
            case "num_connects" -> Integer.toString(connector.connections);
            case "num_redirects" -> Integer.toString(redirects);
            case "remote_ip" -> remote == null ? "" : remote.address().toString();
            case "remote_port" -> remote == null ? "0" : Integer.toString(remote.port());
            case "local_ip" -> local == null ? "" : local.address().toString();
            case "local_port" -> local == null ? "0" : Integer.toString(local.port());
            case "content_type" -> contentType;
            case "url_effective" -> effective == null ? text : effective.toString();
            case "exitcode" -> Integer.toString(exitCode);
            default -> ""; // curl prints nothing for what it does not know
        };
    }

    /** Since the transfer began; zero for what never happened. */
    private String seconds(long atNanos) {
        long micros = atNanos == 0 ? 0 : (atNanos - begunNanos) / 1_000;
        return String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000);
    }
}
