package dev.netrarium.web.client;

import dev.netrarium.web.Authority;
import dev.netrarium.web.ByteLink;
import dev.netrarium.web.exchange.ContentSender;
import dev.netrarium.web.exchange.Nanos;
import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.http.Status;
import dev.netrarium.web.http1.BodyFraming;
import dev.netrarium.web.http1.Http1Codec;
import dev.netrarium.web.http1.Http1Event;
import dev.netrarium.web.http1.Http1State;
import java.io.Closeable;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client, one exchange after another, in the caller's thread. The response comes as soon as its head is there, and its
 * content streams; only when that was read to its end, the connection is ready for the next request.
 */
public final class Http1Connection implements Closeable {
    private static final int BUFFER_BYTES = 16 * 1024;
    /** A server needs one or two; one that sends them for ever is up to no good. */
    private static final int MAX_INFORMATIONAL = 16;

    private final ByteLink link;
    private final Authority authority;
    private final HttpClientOptions options;
    private final HttpEvents events;
    private final int id;
    private final Consumer<Http1Connection> whenReady;
    private final Http1Codec codec;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    private boolean closed;
    private boolean responseBegun;
    private long idleSince;

    /**
     * Takes over a connected link.
     *
     * @param authority whom it leads to, for the events
     */
    public Http1Connection(ByteLink link, Authority authority, HttpClientOptions options, HttpEvents events) {
        this(link, authority, options, events, 1, _ -> {});
    }

    Http1Connection(
            ByteLink link,
            Authority authority,
            HttpClientOptions options,
            HttpEvents events,
            int id,
            Consumer<Http1Connection> whenReady) {
        this.link = link;
        this.authority = authority;
        this.options = options;
        this.events = events;
        this.id = id;
        this.whenReady = whenReady;
        this.codec = Http1Codec.client(options.limits());
        this.idleSince = link.now();
        events.on(new HttpEvent.Opened(idleSince, id, authority));
    }

    /** Whether another request may be sent now. */
    public boolean isReady() {
        return !closed && codec.ours() == Http1State.IDLE && codec.theirs() == Http1State.IDLE && !codec.hasMore();
    }

    /**
     * Sends a request and waits for the head of its final response. {@code Content-Length} and {@code Transfer-Encoding} are set from the
     * content. With {@code Expect: 100-continue} the content is held back until the server wants it or the time for that is over.
     *
     * @return the response; its content must be read to the end, or closed, which closes the connection
     * @throws IllegalStateException    if the connection is not {@linkplain #isReady ready}
     * @throws IllegalArgumentException if the request has no {@code Host}, or is {@code CONNECT} or an upgrade
     * @throws SocketTimeoutException   if the head does not come in time
     * @throws dev.netrarium.web.http1.RejectedMessageException if the response cannot be used
     * @throws IOException              if the connection breaks; after any exception but the first two it is closed
     */
    public HttpResponse exchange(HttpRequest request) throws IOException {
        if (!isReady()) {
            throw new IllegalStateException(
                    closed ? "the connection is closed" : "the response before was not read to its end");
        }
        Http1Event.RequestHead head = OutgoingRequest.head(request);
        responseBegun = false;
        try {
            codec.send(head);
            events.on(new HttpEvent.RequestBegun(link.now(), id, request));
            return response(sendAndReceive(request));
        } catch (IOException | RuntimeException e) {
            close(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private Http1Event.ResponseHead sendAndReceive(HttpRequest request) throws IOException {
        if (OutgoingRequest.waitsForContinue(request)) {
            codec.transmit(link::write);
            Http1Event.ResponseHead early = waitForContinue();
            if (early != null) {
                return early; // The server does not want the content; the message stays without end, so the connection
                // is not kept.
            }
        }
        IOException broken = null;
        try {
            long sent = ContentSender.send(request.body(), codec, link);
            events.on(new HttpEvent.RequestSent(link.now(), id, sent));
        } catch (ContentSender.ContentException e) {
            throw e;
        } catch (IOException e) {
            broken = e; // Perhaps the server has said why it hung up.
        }
        try {
            return finalHead(deadlineIn(options.headTimeout()));
        } catch (IOException e) {
            if (broken != null) {
                broken.addSuppressed(e);
                throw broken;
            }
            throw e;
        }
    }

    /** The final head if that comes first; null when the content may be sent. */
    private Http1Event.@Nullable ResponseHead waitForContinue() throws IOException {
        long deadline = deadlineIn(options.continueTimeout());
        try {
            for (int i = 0; i < MAX_INFORMATIONAL; i++) {
                Http1Event.ResponseHead head = head(deadline);
                if (!head.status().isInformational()) {
                    return head;
                }
                if (head.status().equals(Status.CONTINUE)) {
                    return null;
                }
            }
        } catch (SocketTimeoutException e) {
            return null; // RFC 9110 §10.1.1: a client must not wait for ever.
        }
        throw tooMany();
    }

    private Http1Event.ResponseHead finalHead(long deadline) throws IOException {
        for (int i = 0; i < MAX_INFORMATIONAL; i++) {
            Http1Event.ResponseHead head = head(deadline);
            if (!head.status().isInformational()) {
                return head;
            }
        }
        throw tooMany();
    }

    private static ProtocolException tooMany() {
        return new ProtocolException("more than " + MAX_INFORMATIONAL + " informational responses");
    }

    private Http1Event.ResponseHead head(long deadline) throws IOException {
        while (true) {
            Http1Event event = codec.next();
            if (event instanceof Http1Event.ResponseHead head) {
                events.on(
                        head.status().isInformational()
                                ? new HttpEvent.Informational(link.now(), id, head)
                                : new HttpEvent.ResponseHeadReceived(link.now(), id, head));
                return head;
            }
            fill(deadline);
        }
    }

    private void fill(long deadline) throws IOException {
        int n = link.read(buffer, 0, buffer.length, deadline);
        if (n < 0) {
            codec.receiveEnd();
            return;
        }
        if (!responseBegun) {
            responseBegun = true;
            events.on(new HttpEvent.ResponseBegun(link.now(), id));
        }
        codec.receive(buffer, 0, n);
    }

    private HttpResponse response(Http1Event.ResponseHead head) throws IOException {
        long length =
                codec.theirFraming() instanceof BodyFraming.Length known ? known.bytes() : HttpBody.UNKNOWN_LENGTH;
        Http1Event first = codec.next();
        HttpBody body = HttpBody.EMPTY;
        if (first instanceof Http1Event.EndOfMessage) {
            complete(0);
        } else {
            body = new ResponseBody(this, length, first instanceof Http1Event.Data data ? data : null);
        }
        return new HttpResponse(head.status(), head.reason(), head.fields(), body);
    }

    /** The next piece of content, or the end. */
    Http1Event nextOfBody() throws IOException {
        long deadline = deadlineIn(options.bodyIdleTimeout());
        while (true) {
            Http1Event event = codec.next();
            if (event != null) {
                return event;
            }
            fill(deadline);
        }
    }

    /** The response was read to its end. */
    void complete(long contentBytes) throws IOException {
        idleSince = link.now();
        events.on(new HttpEvent.BodyComplete(idleSince, id, contentBytes));
        if (!codec.canStartNext()) {
            close("one of the two sides ends the connection with this exchange");
        } else if (codec.hasMore()) {
            close("the server sent more than the response");
        } else {
            codec.startNext();
            whenReady.accept(this);
        }
    }

    private long deadlineIn(Duration timeout) {
        return link.deadlineIn(Nanos.of(timeout));
    }

    /** Whom the connection leads to. */
    public Authority authority() {
        return authority;
    }

    /** Which connection of its client it is, as in {@link HttpEvent#connection}. */
    public int id() {
        return id;
    }

    /** Whether any byte answered the last request. */
    boolean hasResponseBegun() {
        return responseBegun;
    }

    /** Whether it has been unused for longer than the options allow. */
    boolean isStale() {
        return link.now() - idleSince > Nanos.of(options.idleTimeout());
    }

    long now() {
        return link.now();
    }

    /** Gives up the connection. */
    @Override
    public void close() throws IOException {
        close("closed by the client");
    }

    void close(String reason) throws IOException {
        if (!closed) {
            closed = true;
            events.on(new HttpEvent.Closed(link.now(), id, reason));
            link.close();
        }
    }
}
