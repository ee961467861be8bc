package dev.netrarium.web.http;

/**
 * A final response (RFC 9110 §3.4), to be sent or received.
 *
 * @param status what became of the request
 * @param reason the reason phrase, which means nothing to a client
 * @param fields the header section
 * @param body   the content, perhaps empty
 */
public record HttpResponse(Status status, String reason, HttpFields fields, HttpBody body) {
    /** A response without content. */
    public static HttpResponse of(Status status) {
        return of(status, HttpBody.EMPTY);
    }

    /** A response with content. */
    public static HttpResponse of(Status status, HttpBody body) {
        return new HttpResponse(status, status.reason(), HttpFields.EMPTY, body);
    }

    /** A response with plain text in UTF-8. */
    public static HttpResponse text(Status status, String text) {
        return of(status, HttpBody.of(text)).with("Content-Type", "text/plain; charset=utf-8");
    }

    /** {@code 200 OK} with plain text in UTF-8. */
    public static HttpResponse text(String text) {
        return text(Status.OK, text);
    }

    /** This response with exactly one field of this name. */
    public HttpResponse with(String name, String value) {
        return new HttpResponse(status, reason, fields.with(name, value), body);
    }

    /** This response and one more field, as {@code Set-Cookie} needs it. */
    public HttpResponse plus(String name, String value) {
        return new HttpResponse(status, reason, fields.plus(name, value), body);
    }

    /** This response with other content. */
    public HttpResponse with(HttpBody newBody) {
        return new HttpResponse(status, reason, fields, newBody);
    }
}
