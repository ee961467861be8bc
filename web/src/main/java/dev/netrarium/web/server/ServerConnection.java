package dev.netrarium.web.server;

import dev.netrarium.web.ByteLink;
import dev.netrarium.web.exchange.ContentSender;
import dev.netrarium.web.exchange.Nanos;
import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.http.HttpVersion;
import dev.netrarium.web.http.Status;
import dev.netrarium.web.http1.BodyFraming;
import dev.netrarium.web.http1.Http1Codec;
import dev.netrarium.web.http1.Http1Event;
import dev.netrarium.web.http1.RejectedMessageException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** One connection of a server: waits for a head, asks the handler, sends the response, and once more, until one side has enough. */
final class ServerConnection {
    private static final System.Logger LOG = System.getLogger("dev.netrarium.web.server");
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final ByteLink link;
    private final HttpHandler handler;
    private final HttpServerOptions options;
    private final ResponseHeads heads;
    private final Http1Codec codec;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int requests;

    ServerConnection(ByteLink link, HttpHandler handler, HttpServerOptions options, Instant epoch) {
        this.link = link;
        this.handler = handler;
        this.options = options;
        this.heads = new ResponseHeads(options.name(), epoch);
        this.codec = Http1Codec.server(options.limits());
    }

    /** Ends the connection for this reason. */
    private static final class Over extends Exception {
        private static final long serialVersionUID = 1;
        private final boolean lingers;

        Over(String reason, boolean lingers) {
            super(reason, null, false, false);
            this.lingers = lingers;
        }
    }

    Http1Server.Served run() {
        String end;
        try (link) {
            end = exchanges();
        } catch (IOException e) {
            end = "the connection broke: " + e.getMessage();
        }
        return new Http1Server.Served(requests, end);
    }

    private String exchanges() throws IOException {
        try {
            while (true) {
                exchange(awaitHead());
                codec.startNext();
            }
        } catch (Over over) {
            if (over.lingers) {
                linger();
            }
            return String.valueOf(over.getMessage());
        }
    }

    private Http1Event.RequestHead awaitHead() throws IOException, Over {
        long idle = deadlineIn(options.idleTimeout());
        long whole = ByteLink.NO_DEADLINE;
        try {
            while (true) {
                switch (codec.next()) {
                    case Http1Event.RequestHead head -> {
                        return head;
                    }
                    case Http1Event.ConnectionClosed _ -> throw new Over("closed by the client", false);
                    case null, default -> {
                        if (whole == ByteLink.NO_DEADLINE && codec.isInHead()) {
                            whole = deadlineIn(options.headTimeout());
                        }
                        fill(codec.isInHead() ? whole : idle);
                    }
                }
            }
        } catch (SocketTimeoutException e) {
            if (codec.isInHead()) {
                throw refuse(Status.REQUEST_TIMEOUT, "the head of the request took too long");
            }
            throw new Over("idle for too long", true);
        } catch (RejectedMessageException e) {
            throw refuse(e.status(), String.valueOf(e.getMessage()));
        }
    }

    private void fill(long deadline) throws IOException {
        int n = link.read(buffer, 0, buffer.length, deadline);
        if (n < 0) {
            codec.receiveEnd();
        } else {
            codec.receive(buffer, 0, n);
        }
    }

    private void exchange(Http1Event.RequestHead head) throws IOException, Over {
        requests++;
        // RFC 9110 §10.1.1: a server that receives it from an old client must ignore it.
        List<String> expectations = head.version() == HttpVersion.HTTP_1_0
                ? List.of()
                : head.fields().elements("Expect");
        boolean expects = !expectations.isEmpty();
        if (!expectations.stream().allMatch("100-continue"::equalsIgnoreCase)) {
            throw refuse(Status.EXPECTATION_FAILED, "the only expectation met here is 100-continue");
        }
        if (head.method().equals(HttpMethod.CONNECT)) {
            throw refuse(Status.NOT_IMPLEMENTED, "this server makes no tunnels");
        }
        RequestSource source = new RequestSource(expects);
        RequestBody body = new RequestBody(
                source,
                switch (codec.theirFraming()) {
                    case BodyFraming.None _ -> 0;
                    case BodyFraming.Length length -> length.bytes();
                    case BodyFraming.Chunked _, BodyFraming.UntilClose _ -> HttpBody.UNKNOWN_LENGTH;
                });
        if (body.length() == 0) {
            body.drain(0); // Only the end is to come, and it is here.
        }
        HttpResponse response = ask(head, body);
        body.release();
        boolean keep = codec.isKeptAlive()
                && requests < options.maxRequests()
                && body.failure() == null
                && (body.isEnded() || (!source.holdsBack() && body.missing() <= options.lingerBytes()));
        respond(head, response, keep);
        if (!keep || !codec.isKeptAlive()) {
            throw new Over("the last response was sent", true);
        }
        skipRest(body);
    }

    private void skipRest(RequestBody body) throws IOException, Over {
        try {
            if (!body.drain(options.lingerBytes())) {
                throw new Over("too much content that nobody wanted", true);
            }
        } catch (SocketTimeoutException | RejectedMessageException e) {
            throw new Over("the rest of the content: " + e.getMessage(), true);
        }
    }

    /** Content of a request, asked for with {@code 100 Continue} when the handler first wants it. */
    private final class RequestSource implements RequestBody.Source {
        private boolean expects;
        private final long begun = link.now();

        RequestSource(boolean expects) {
            this.expects = expects;
        }

        /** Whether the client waits for a word before it sends its content: whatever comes next may be either. */
        boolean holdsBack() {
            return expects;
        }

        @Override
        public Http1Event next(long bytesSoFar) throws IOException {
            while (true) {
                Http1Event event = codec.next();
                if (event != null) {
                    return event;
                }
                if (expects) {
                    expects = false;
                    codec.send(heads.informational(Status.CONTINUE));
                    codec.transmit(link::write);
                }
                fill(deadline(bytesSoFar));
            }
        }

        private long deadline(long bytesSoFar) {
            long idle = deadlineIn(options.bodyIdleTimeout());
            if (options.bodyBytesPerSecond() == 0) {
                return idle;
            }
            long allowed =
                    Nanos.of(options.bodyIdleTimeout()) + bytesSoFar / options.bodyBytesPerSecond() * NANOS_PER_SECOND;
            long slowest = begun + allowed;
            return slowest < begun || allowed < 0 ? idle : Math.min(idle, slowest);
        }
    }

    private HttpResponse ask(Http1Event.RequestHead head, RequestBody body) throws IOException, Over {
        boolean isHead = head.method().equals(HttpMethod.HEAD);
        HttpRequest request = new HttpRequest(
                isHead ? HttpMethod.GET : head.method(),
                head.target(),
                head.version(),
                // RFC 9110 §14.2: ranges are defined for GET alone.
                isHead ? head.fields().without("Range").without("If-Range") : head.fields(),
                body);
        try {
            HttpResponse response = Objects.requireNonNull(handler.handle(request), "the handler returned null");
            if (response.status().isInformational()) {
                throw new IllegalStateException("the handler returned " + response.status() + ", which is not final");
            }
            return heads.checked(response);
        } catch (Exception e) {
            IOException failure = body.failure();
            switch (failure) {
                case RejectedMessageException rejected ->
                    throw refuse(rejected.status(), String.valueOf(rejected.getMessage()));
                case SocketTimeoutException _ ->
                    throw refuse(Status.REQUEST_TIMEOUT, "the content of the request took too long");
                case null -> {
                    if (e instanceof InterruptedException) {
                        Thread.currentThread().interrupt();
                    }
                    LOG.log(System.Logger.Level.WARNING, "500 for " + head.method() + " " + head.target(), e);
                    return HttpResponse.text(Status.INTERNAL_SERVER_ERROR, "The server failed to answer.\n");
                }
                default -> throw failure;
            }
        }
    }

    private void respond(Http1Event.RequestHead request, HttpResponse response, boolean keep) throws IOException, Over {
        try {
            send(heads.of(response, request.version(), keep, link.now()), response.body());
        } catch (ContentSender.ContentException e) {
            // The head may be gone: the one way left to say that the content is not whole is to break off.
            LOG.log(System.Logger.Level.WARNING, "broke off " + request.method() + " " + request.target(), e);
            throw new Over("the content of a response failed: " + e.getMessage(), false);
        }
    }

    private void send(Http1Event.ResponseHead head, HttpBody body) throws IOException {
        codec.send(head);
        if (codec.ourFraming() instanceof BodyFraming.None) {
            ContentSender.sendEmpty(codec, link);
            body.open().close(); // A stream that was handed over is not left open.
        } else {
            ContentSender.send(body, codec, link);
        }
    }

    /** Answers with an error, which ends the connection. */
    private Over refuse(Status status, String reason) throws IOException {
        HttpResponse response = HttpResponse.text(status, reason + "\n");
        send(heads.of(response, HttpVersion.HTTP_1_1, false, link.now()), response.body());
        return new Over(status + ": " + reason, true);
    }

    /** RFC 9112 §9.6: half-close, read on until the client closes too, and only then close. */
    private void linger() throws IOException {
        link.shutdownOutput();
        long deadline = deadlineIn(options.lingerTimeout());
        try {
            for (int left = options.lingerBytes(); left > 0; ) {
                int n = link.read(buffer, 0, Math.min(left, buffer.length), deadline);
                if (n < 0) {
                    return;
                }
                left -= n;
            }
        } catch (SocketTimeoutException e) {
            LOG.log(System.Logger.Level.TRACE, "a client did not close in time");
        }
    }

    private long deadlineIn(Duration timeout) {
        return link.deadlineIn(Nanos.of(timeout));
    }
}
