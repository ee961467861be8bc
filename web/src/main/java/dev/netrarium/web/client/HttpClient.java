package dev.netrarium.web.client;

import dev.netrarium.web.Authority;
import dev.netrarium.web.ByteLink;
import dev.netrarium.web.Url;
import dev.netrarium.web.UrlSyntaxException;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client for {@code http} URLs. It opens connections by a {@link Connector}, keeps those whose responses were read to the end, and uses
 * them again. A request that went out on a kept connection and met no byte of an answer is sent once more on a new one, if it has no
 * content and asking twice means asking once (RFC 9112 §9.3.1). Several threads may use one client.
 */
public final class HttpClient implements Closeable {
    /** How much of a redirect's content is read to keep its connection; it is a line of text for people. */
    private static final int REDIRECT_BYTES = 16 * 1024;

    private record Exchange(Http1Connection connection, HttpResponse response) {}

    private final Connector connector;
    private final HttpClientOptions options;
    private final HttpEvents events;
    private final IdleConnections idle;
    private final AtomicInteger connections = new AtomicInteger();

    /** A client with the {@linkplain HttpClientOptions#defaults defaults} and nobody listening. */
    public HttpClient(Connector connector) {
        this(connector, HttpClientOptions.defaults(), HttpEvents.NONE);
    }

    /** A client. */
    public HttpClient(Connector connector, HttpClientOptions options, HttpEvents events) {
        this.connector = connector;
        this.options = options;
        this.events = events;
        this.idle = new IdleConnections(options);
    }

    /**
     * {@code GET} of a URL.
     *
     * @throws IOException as {@link #send}
     */
    public HttpResponse get(Url url) throws IOException {
        return send(url, HttpRequest.get(url));
    }

    /**
     * Sends a request to the server that a URL names, and follows redirects as far as the options say.
     *
     * @param url     where to connect to, and what relative redirects are relative to
     * @param request made for this URL
     * @return the final response; read its content to the end, or close it
     * @throws IllegalArgumentException if the URL is not {@code http}, or the request cannot be sent as it is
     * @throws ProtocolException        if there are too many redirects or one leads nowhere, or the server breaks the protocol
     * @throws SocketTimeoutException   if something takes longer than the options allow
     * @throws IOException              if there is no connection, or it breaks
     */
    public HttpResponse send(Url url, HttpRequest request) throws IOException {
        requireHttp(url);
        Url at = url;
        HttpRequest asked = request;
        for (int followed = 0; ; followed++) {
            Exchange exchange = exchange(at, asked);
            HttpResponse response = exchange.response;
            String location = response.fields().first("Location");
            if (options.maxRedirects() == 0 || location == null || !Redirects.isRedirect(response.status())) {
                return response;
            }
            Url to = target(at, location);
            drain(response);
            if (followed == options.maxRedirects()) {
                throw new ProtocolException("more than " + followed + " redirects, the last one to " + to);
            }
            asked = Redirects.follow(asked, response.status(), at, to);
            events.on(new HttpEvent.Redirected(exchange.connection.now(), exchange.connection.id(), at, to));
            at = to;
        }
    }

    private static void requireHttp(Url url) {
        if (!url.scheme().equals("http")) {
            throw new IllegalArgumentException("this client speaks http, not " + url.scheme() + ": " + url);
        }
    }

    private static Url target(Url from, String location) throws ProtocolException {
        try {
            Url to = from.resolve(location);
            requireHttp(to);
            // RFC 9110 §10.2.2: the fragment goes on where the new reference has none.
            return to.fragment() != null || from.fragment() == null ? to : to.resolve("#" + from.fragment());
        } catch (UrlSyntaxException e) {
            throw failure("the server redirects to what is not a URL: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw failure("the server redirects elsewhere, but " + e.getMessage(), e);
        }
    }

    private static ProtocolException failure(String message, Exception cause) {
        ProtocolException failure = new ProtocolException(message);
        failure.initCause(cause);
        return failure;
    }

    private static void drain(HttpResponse response) throws IOException {
        try (InputStream in = response.body().open()) {
            for (int left = REDIRECT_BYTES; left > 0; ) {
                long skipped = in.readNBytes(Math.min(left, 1024)).length;
                if (skipped == 0) {
                    return;
                }
                left -= (int) skipped;
            }
        }
    }

    private Exchange exchange(Url url, HttpRequest request) throws IOException {
        Authority authority = new Authority(url.host(), url.port());
        Http1Connection kept = idle.take(authority);
        if (kept != null) {
            events.on(new HttpEvent.Reused(kept.now(), kept.id(), authority));
            try {
                return new Exchange(kept, kept.exchange(request));
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                boolean again = !kept.hasResponseBegun()
                        && request.method().isIdempotent()
                        && request.body().length() == 0;
                if (!again) {
                    throw e;
                }
            }
        }
        ByteLink link = connector.connect(authority, options.connectTimeout());
        Http1Connection fresh =
                new Http1Connection(link, authority, options, events, connections.incrementAndGet(), idle::put);
        return new Exchange(fresh, fresh.exchange(request));
    }

    /** How many connections wait unused. */
    public int idleConnections() {
        return idle.size();
    }

    /** Closes all unused connections; those in use close when their response was read. */
    @Override
    public void close() {
        idle.close();
    }
}
