package dev.netrarium.web.http;

import dev.netrarium.web.Url;

/**
 * A request (RFC 9110 §3.4), to be sent or received.
 *
 * @param method  what is asked for
 * @param target  of what, as the request line names it
 * @param version the version to speak, or spoken
 * @param fields  the header section
 * @param body    the content, perhaps empty
 */
public record HttpRequest(HttpMethod method, String target, HttpVersion version, HttpFields fields, HttpBody body) {

    /**
     * Makes a request.
     *
     * @throws IllegalArgumentException if the target has not the form that the method asks for
     */
    public HttpRequest {
        RequestTarget.parse(method, target);
    }

    /** A request without content to the server that the URL names, with {@code Host} set. */
    public static HttpRequest of(HttpMethod method, Url url) {
        return new HttpRequest(
                method,
                method.equals(HttpMethod.CONNECT) ? url.authorityForm() : url.originForm(),
                HttpVersion.HTTP_1_1,
                HttpFields.of("Host", url.authority().toString()),
                HttpBody.EMPTY);
    }

    /** {@code GET} of a URL. */
    public static HttpRequest get(Url url) {
        return of(HttpMethod.GET, url);
    }

    /** {@code POST} of some content to a URL. */
    public static HttpRequest post(Url url, String contentType, HttpBody body) {
        return of(HttpMethod.POST, url).with("Content-Type", contentType).with(body);
    }

    /** This request with exactly one field of this name. */
    public HttpRequest with(String name, String value) {
        return new HttpRequest(method, target, version, fields.with(name, value), body);
    }

    /** This request with other content. */
    public HttpRequest with(HttpBody newBody) {
        return new HttpRequest(method, target, version, fields, newBody);
    }

    /** This request in another version. */
    public HttpRequest with(HttpVersion newVersion) {
        return new HttpRequest(method, target, newVersion, fields, body);
    }

    /** The path asked for, percent-encoding kept, without the query; {@code *} or {@code host:port} where the target is such. */
    public String path() {
        return switch (RequestTarget.parse(method, target)) {
            case RequestTarget.Origin origin -> origin.path();
            case RequestTarget.Absolute absolute ->
                absolute.url().path().isEmpty() ? "/" : absolute.url().path();
            case RequestTarget.ForTunnel _, RequestTarget.Asterisk _ -> target;
        };
    }

    /** The query asked for, without {@code ?}; empty where there is none. */
    public String query() {
        String query = switch (RequestTarget.parse(method, target)) {
            case RequestTarget.Origin origin -> origin.query();
            case RequestTarget.Absolute absolute -> absolute.url().query();
            case RequestTarget.ForTunnel _, RequestTarget.Asterisk _ -> null;
        };
        return query == null ? "" : query;
    }
}
