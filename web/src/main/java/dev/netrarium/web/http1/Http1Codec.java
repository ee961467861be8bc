package dev.netrarium.web.http1;

import dev.netrarium.web.Authority;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpVersion;
import dev.netrarium.web.http.RequestTarget;
import dev.netrarium.web.http.Status;
import dev.netrarium.web.http1.ExchangeStates.Side;
import dev.netrarium.web.http1.ExchangeStates.Step;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One end of an HTTP/1.1 connection (RFC 9112), without the connection: bytes in and events out, events in and bytes out. It parses
 * strictly, holds every message to its limits, and knows what each side may do next. It keeps at most one line and one array of received
 * bytes, and stops reading after each message, so pipelined requests come out one by one, in order.
 *
 * <pre>{@code
 * Http1Codec codec = Http1Codec.server(Http1Limits.ofServer());
 * codec.receive(bytes, 0, n);
 * codec.next();                  // RequestHead, then Data …, then EndOfMessage; null: receive more
 * codec.send(responseHead);
 * codec.send(new Http1Event.EndOfMessage(HttpFields.EMPTY));
 * codec.transmit(link::write);
 * if (codec.canStartNext()) codec.startNext();
 * }</pre>
 */
public final class Http1Codec {
    /** Where bytes go that are ready to be sent. */
    @FunctionalInterface
    public interface Output {
        /**
         * Takes bytes, which must be copied or sent when this returns.
         *
         * @throws IOException if they cannot be sent
         */
        void write(byte[] b, int at, int length) throws IOException;
    }

    private final Side us;
    private final Side them;
    private final ExchangeStates states = new ExchangeStates();
    private final MessageReader reader;
    private final MessageWriter writer = new MessageWriter();
    private BodyFraming theirFraming = new BodyFraming.None();
    private @Nullable HttpMethod asked;
    private @Nullable RejectedMessageException rejected;

    private Http1Codec(Side us, Http1Limits limits) {
        this.us = us;
        this.them = us == Side.CLIENT ? Side.SERVER : Side.CLIENT;
        this.reader = new MessageReader(us == Side.SERVER, limits);
    }

    /** The client's end. */
    public static Http1Codec client(Http1Limits limits) {
        return new Http1Codec(Side.CLIENT, limits);
    }

    /** The server's end. */
    public static Http1Codec server(Http1Limits limits) {
        return new Http1Codec(Side.SERVER, limits);
    }

    /**
     * Takes bytes that arrived. The array belongs to the codec until {@link #next} returns null.
     *
     * @throws IllegalStateException if bytes received before are not used up, or {@link #receiveEnd} was said
     */
    public void receive(byte[] b, int at, int length) {
        reader.receive(b, at, length);
    }

    /** The peer will send no more bytes. */
    public void receiveEnd() {
        reader.receiveEnd();
    }

    /**
     * The next event of the peer; null when more bytes are needed, or the peer's message is whole and {@link #startNext} must come first.
     *
     * @throws RejectedMessageException if the peer's message must not be used; from then on always the same
     */
    public @Nullable Http1Event next() throws RejectedMessageException {
        if (rejected != null) {
            throw rejected;
        }
        try {
            Http1Event event = reader.next();
            if (event != null) {
                received(event);
            }
            return event;
        } catch (RejectedMessageException e) {
            rejected = e;
            states.fail(them);
            throw e;
        }
    }

    private void received(Http1Event event) throws RejectedMessageException {
        switch (event) {
            case Http1Event.RequestHead head -> {
                checkHost(head);
                BodyFraming framing = BodyFraming.of(head, null);
                reader.expect(framing);
                asked = head.method();
                head(them, head, framing);
            }
            case Http1Event.ResponseHead head -> receivedResponse(head);
            case Http1Event.Data _ -> states.step(them, Step.DATA);
            case Http1Event.EndOfMessage _ -> states.step(them, Step.END);
            case Http1Event.ConnectionClosed _ -> {
                if (!states.allows(them, Step.CLOSE)) {
                    throw new RejectedMessageException(Status.BAD_GATEWAY, "the connection ended before the response");
                }
                states.step(them, Step.CLOSE);
            }
        }
    }

    private void receivedResponse(Http1Event.ResponseHead head) throws RejectedMessageException {
        boolean informational = head.status().isInformational();
        if (informational && head.status().equals(Status.SWITCHING_PROTOCOLS)) {
            throw new RejectedMessageException(Status.BAD_GATEWAY, "101 without a request to switch protocols");
        }
        if (ours() == Http1State.IDLE || !states.allows(them, informational ? Step.INFORMATIONAL : Step.HEAD)) {
            throw new RejectedMessageException(Status.BAD_GATEWAY, "a response without a request");
        }
        if (informational) {
            states.step(them, Step.INFORMATIONAL);
            reader.startNext();
            return;
        }
        BodyFraming framing = BodyFraming.of(head, asked);
        reader.expect(framing);
        head(them, head, framing);
    }

    private void head(Side side, Http1Event.Head head, BodyFraming framing) {
        states.step(side, Step.HEAD);
        if (side == them) {
            theirFraming = framing;
        }
        if (!Persistence.of(head) || framing instanceof BodyFraming.UntilClose) {
            states.endAfterThis();
        }
    }

    /** RFC 9112 §3.2: 400 for no {@code Host} in HTTP/1.1, for more than one, and for one that names no host. */
    private static void checkHost(Http1Event.RequestHead head) throws RejectedMessageException {
        // RFC 9110 §4.2.4: user information in a target hides which host is meant.
        if (RequestTarget.parse(head.method(), head.target()) instanceof RequestTarget.Absolute absolute
                && absolute.url().userInfo() != null) {
            throw new RejectedMessageException(Status.BAD_REQUEST, "user information in the request target");
        }
        List<String> hosts = head.fields().all("Host");
        if (hosts.size() > 1) {
            throw new RejectedMessageException(Status.BAD_REQUEST, "Host twice");
        }
        if (hosts.isEmpty()) {
            if (head.version() == HttpVersion.HTTP_1_1) {
                throw new RejectedMessageException(Status.BAD_REQUEST, "no Host");
            }
            return;
        }
        try {
            // An empty one is what a target without authority has.
            if (!hosts.getFirst().isEmpty()) {
                Authority.parse(hosts.getFirst());
            }
        } catch (IllegalArgumentException e) {
            throw new RejectedMessageException(Status.BAD_REQUEST, "Host names no host: " + e.getMessage());
        }
    }

    /**
     * Writes an event of ours into the buffer that {@link #transmit} empties. The head's fields tell how the content is framed; to close
     * after this exchange, they say {@code Connection: close}.
     *
     * @throws IllegalStateException    if it is not its turn, or content and head do not agree
     * @throws IllegalArgumentException if the fields are such as a peer would reject
     */
    public void send(Http1Event event) {
        switch (event) {
            case Http1Event.RequestHead head -> {
                requireSide(Side.CLIENT);
                BodyFraming framing = framingOf(head, null);
                asked = head.method();
                head(us, head, framing);
                writer.request(head, framing);
            }
            case Http1Event.ResponseHead head -> {
                requireSide(Side.SERVER);
                if (head.status().isInformational()) {
                    states.step(us, Step.INFORMATIONAL);
                    writer.response(head, new BodyFraming.None());
                    return;
                }
                BodyFraming framing = framingOf(head, asked);
                head(us, head, framing);
                writer.response(head, framing);
            }
            case Http1Event.Data data -> {
                states.step(us, Step.DATA);
                writer.data(data);
            }
            case Http1Event.EndOfMessage end -> {
                if (states.allows(us, Step.END)) {
                    writer.end(end); // Before the step: a message that breaks its promise never becomes whole.
                }
                states.step(us, Step.END);
            }
            case Http1Event.ConnectionClosed _ -> states.step(us, Step.CLOSE);
        }
    }

    private void requireSide(Side side) {
        if (us != side) {
            throw new IllegalStateException("a " + us + " does not send this");
        }
    }

    private static BodyFraming framingOf(Http1Event.Head head, @Nullable HttpMethod asked) {
        try {
            return BodyFraming.of(head, asked);
        } catch (RejectedMessageException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** How many bytes wait for {@link #transmit}. */
    public int pending() {
        return writer.pending();
    }

    /**
     * Hands over all bytes that wait, in one piece.
     *
     * @throws IOException what {@code to} throws; the bytes are gone
     */
    public void transmit(Output to) throws IOException {
        writer.transmit(to);
    }

    /** Where our side stands. */
    public Http1State ours() {
        return states.of(us);
    }

    /** Where the peer stands. */
    public Http1State theirs() {
        return states.of(them);
    }

    /** How the content of our current message is framed; none before its head. */
    public BodyFraming ourFraming() {
        return writer.framing();
    }

    /** How the content of the peer's current message is framed; none before its head. */
    public BodyFraming theirFraming() {
        return theirFraming;
    }

    /** Whether the peer's next head has begun to arrive and is not whole: from here on a deadline for heads counts. */
    public boolean isInHead() {
        return reader.isInHead();
    }

    /** Whether received bytes, or the end, wait behind the current message: a pipelined request, or at a client something wrong. */
    public boolean hasMore() {
        return reader.hasMore();
    }

    /** Whether another exchange may follow this one, as far as the heads so far tell. */
    public boolean isKeptAlive() {
        return states.isKeptAlive();
    }

    /** Whether both messages are complete and the connection may carry another exchange. */
    public boolean canStartNext() {
        return states.canStartNext();
    }

    /**
     * Begins the next exchange.
     *
     * @throws IllegalStateException if {@link #canStartNext} is false
     */
    public void startNext() {
        states.startNext();
        reader.startNext();
        asked = null;
        theirFraming = new BodyFraming.None();
        writer.startNext();
    }
}
