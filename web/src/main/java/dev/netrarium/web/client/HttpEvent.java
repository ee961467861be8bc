package dev.netrarium.web.client;

import dev.netrarium.web.Authority;
import dev.netrarium.web.Url;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http1.Http1Event;

/**
 * A moment in the life of a connection. Every {@link Opened} is followed by one {@link Closed}, and every {@link RequestBegun} by one
 * {@link BodyComplete} or by {@link Closed}, whose reason then tells what went wrong.
 */
public sealed interface HttpEvent {
    /** When it happened, in nanoseconds on the scale of the link's {@link dev.netrarium.web.ByteLink#now}. */
    long now();

    /** Which connection: 1 for the first one that its client opened, 2 for the next. */
    int connection();

    /** A connection is there. */
    record Opened(long now, int connection, Authority authority) implements HttpEvent {}

    /** A kept connection is used again. */
    record Reused(long now, int connection, Authority authority) implements HttpEvent {}

    /** The first byte of a request is about to be sent. */
    record RequestBegun(long now, int connection, HttpRequest request) implements HttpEvent {}

    /**
     * The last byte of a request was given to the transport.
     *
     * @param contentBytes how much content it had, framing not counted
     */
    record RequestSent(long now, int connection, long contentBytes) implements HttpEvent {}

    /** The first byte of a response is here. */
    record ResponseBegun(long now, int connection) implements HttpEvent {}

    /** An informational head (1xx) is here; the final one follows. */
    record Informational(long now, int connection, Http1Event.ResponseHead head) implements HttpEvent {}

    /** The final head is here. */
    record ResponseHeadReceived(long now, int connection, Http1Event.ResponseHead head) implements HttpEvent {}

    /**
     * The last byte of the response was read.
     *
     * @param contentBytes how much content it had, framing not counted
     */
    record BodyComplete(long now, int connection, long contentBytes) implements HttpEvent {}

    /** A redirect is followed; the next request may go over another connection. */
    record Redirected(long now, int connection, Url from, Url to) implements HttpEvent {}

    /** The connection is gone. */
    record Closed(long now, int connection, String reason) implements HttpEvent {}
}
