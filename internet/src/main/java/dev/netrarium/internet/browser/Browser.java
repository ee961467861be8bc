package dev.netrarium.internet.browser;

import dev.netrarium.internet.TcpByteLink;
import dev.netrarium.internet.browser.FetchException.Problem;
import dev.netrarium.stack.Resolver;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.web.Authority;
import dev.netrarium.web.ByteLink;
import dev.netrarium.web.Url;
import dev.netrarium.web.UrlHost;
import dev.netrarium.web.UrlSyntaxException;
import dev.netrarium.web.client.HttpClient;
import dev.netrarium.web.client.HttpClientOptions;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A browser in miniature on a host of a world: reads a URL, finds the address (its own memory, then the operating
 * system's resolver), keeps connections open between visits, asks by HTTP, and says at each step what it does.
 */
public final class Browser implements Closeable {
    /** Long enough for TCP to give up by itself: Linux sends six SYNs again over 127 s. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(150);

    /** Long enough for TCP to give up by itself when the way is cut in the middle (tcp_retries2). */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1000);

    private static final int MAX_PAGE_BYTES = 64 << 20;

    private final HostSockets sockets;
    private final Resolver resolver;
    private final BrowserListener listener;
    private final NameCache names = new NameCache();
    private final HttpClient client;

    /**
     * @param resolver how the host's operating system finds names
     */
    public Browser(HostSockets sockets, Resolver resolver, BrowserListener listener) {
        this.sockets = sockets;
        this.resolver = resolver;
        this.listener = listener;
        HttpClientOptions options =
                HttpClientOptions.defaults().withTimeouts(CONNECT_TIMEOUT, ANSWER_TIMEOUT, ANSWER_TIMEOUT);
        this.client = new HttpClient(this::connect, options, e -> tell(new BrowserEvent.OnConnection(e)));
    }

    /**
     * Fetches what the URL names.
     *
     * @throws FetchException with a sentence for people when it cannot be fetched; a response of any status is a page
     */
    public Page open(String text) throws FetchException {
        Url url = read(text);
        tell(new BrowserEvent.UrlRead(now(), text, url));
        try {
            HttpRequest request = HttpRequest.get(url)
                    .with("User-Agent", "Netrarium")
                    .with("Accept", "text/html,*/*;q=0.8")
                    .with("Accept-Language", "en");
            HttpResponse response = client.send(url, request);
            byte[] content = response.body().bytes(MAX_PAGE_BYTES);
            String type = response.fields().first("Content-Type");
            tell(new BrowserEvent.Shown(now(), type == null ? "unknown" : type, content.length));
            return new Page(url, response, content);
        } catch (FetchException e) {
            throw e;
        } catch (IOException e) {
            throw new FetchException(
                    e instanceof SocketTimeoutException ? Problem.TIMED_OUT : Problem.BROKEN,
                    "the connection to " + url.authority() + " broke: " + e.getMessage(),
                    e);
        }
    }

    /** Closes the window: connections kept open are closed. */
    @Override
    public void close() {
        client.close();
    }

    private static Url read(String text) throws FetchException {
        Url url;
        try {
            url = Url.parse(text.contains("://") ? text : "http://" + text);
        } catch (UrlSyntaxException e) {
            throw new FetchException(Problem.BAD_URL, "\"" + text + "\" is no URL: " + e.getMessage(), e);
        }
        if (!url.scheme().equals("http")) {
            throw new FetchException(
                    Problem.BAD_URL,
                    "this browser speaks http, not " + url.scheme() + ": try http://"
                            + url.host().text() + "/",
                    new IOException("unsupported scheme"));
        }
        return url;
    }

    private ByteLink connect(Authority authority, Duration timeout) throws IOException {
        FetchException last = null;
        for (IpAddress address : find(authority.host())) {
            Endpoint remote = Endpoint.of(address, authority.port());
            tell(new BrowserEvent.Connecting(now(), remote));
            try {
                TcpSocket socket = sockets.connect(null, remote, TcpSettings.DEFAULT, timeout);
                return new TcpByteLink(socket, sockets.loop()::now);
            } catch (IOException e) {
                tell(new BrowserEvent.NotConnected(now(), remote, String.valueOf(e.getMessage())));
                FetchException problem = explain(authority, remote, e);
                last = last == null ? problem : last;
            }
        }
        if (last == null) {
            throw new FetchException(
                    Problem.NAME, authority.host().text() + " has no address", new UnknownHostException());
        }
        throw last;
    }

    private List<IpAddress> find(UrlHost host) throws IOException {
        if (host.kind() != UrlHost.Kind.NAME) {
            IpAddress address = IpAddress.of(host.text());
            tell(new BrowserEvent.AddressGiven(now(), address));
            return List.of(address);
        }
        String name = host.text();
        List<IpAddress> known = names.get(now(), name);
        if (known != null) {
            tell(new BrowserEvent.NameRemembered(now(), name, known, names.secondsLeft(now(), name)));
            return known;
        }
        tell(new BrowserEvent.NameAsked(now(), name));
        try {
            List<IpAddress> addresses = resolver.resolve(name);
            names.put(now(), name, addresses);
            tell(new BrowserEvent.NameFound(now(), name, addresses));
            return addresses;
        } catch (UnknownHostException e) {
            String said = String.valueOf(e.getMessage());
            String why = said.startsWith(name + ": ") ? said.substring(name.length() + 2) : said;
            tell(new BrowserEvent.NameNotFound(now(), name, why));
            throw new FetchException(Problem.NAME, "the name " + name + " could not be found: " + why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while looking up " + name);
        }
    }

    private static FetchException explain(Authority authority, Endpoint remote, IOException e) {
        String message = String.valueOf(e.getMessage());
        String where = authority.host().text() + " (" + remote.address() + ")";
        if (e instanceof SocketTimeoutException
                || message.toLowerCase(Locale.ROOT).contains("timed out")) {
            return new FetchException(
                    Problem.TIMED_OUT,
                    "no answer from " + where + " on port " + remote.port()
                            + ": the connection timed out, though it was asked for again and again",
                    e);
        }
        if (e instanceof NoRouteToHostException || message.contains("unreachable")) {
            return new FetchException(Problem.UNREACHABLE, "there is no way to " + where + ": " + message, e);
        }
        if (e instanceof ConnectException) {
            return new FetchException(
                    Problem.REFUSED,
                    where + " refused the connection: nobody listens on port " + remote.port() + " there",
                    e);
        }
        return new FetchException(Problem.BROKEN, "no connection to " + where + ": " + message, e);
    }

    private long now() {
        return sockets.loop().now();
    }

    private void tell(BrowserEvent event) {
        listener.happened(event);
    }
}
