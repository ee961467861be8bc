package dev.netrarium.web.client;

import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpVersion;
import dev.netrarium.web.http1.Http1Event;

/** A request made ready for HTTP/1.1: the fields that frame its content are set from the content, whatever the caller wrote. */
final class OutgoingRequest {
    private OutgoingRequest() {}

    /**
     * The head of a request.
     *
     * @throws IllegalArgumentException if the request cannot be carried by a plain exchange
     */
    static Http1Event.RequestHead head(HttpRequest request) {
        if (request.method().equals(HttpMethod.CONNECT) || request.fields().contains("Upgrade")) {
            throw new IllegalArgumentException("CONNECT and Upgrade turn a connection into something else");
        }
        if (request.version() == HttpVersion.HTTP_1_1 && !request.fields().contains("Host")) {
            throw new IllegalArgumentException("a request in HTTP/1.1 needs Host");
        }
        HttpFields fields = request.fields().without("Content-Length").without("Transfer-Encoding");
        long length = request.body().length();
        if (length == HttpBody.UNKNOWN_LENGTH) {
            if (request.version() == HttpVersion.HTTP_1_0) {
                throw new IllegalArgumentException("HTTP/1.0 cannot send content of unknown length");
            }
            fields = fields.plus("Transfer-Encoding", "chunked");
        } else if (length > 0 || expectsContent(request.method())) {
            fields = fields.plus("Content-Length", Long.toString(length));
        }
        return new Http1Event.RequestHead(request.method(), request.target(), request.version(), fields);
    }

    /** RFC 9110 §8.6: such a method says even that it has no content. */
    private static boolean expectsContent(HttpMethod method) {
        return switch (method.name()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
    }

    static boolean waitsForContinue(HttpRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && request.body().length() != 0
                && request.fields().hasElement("Expect", "100-continue");
    }
}
