package dev.netrarium.web.http;

import dev.netrarium.web.Authority;
import dev.netrarium.web.Url;
import dev.netrarium.web.UrlSyntaxException;
import dev.netrarium.web.grammar.Chars;
import org.jspecify.annotations.Nullable;

/**
 * What a request line names, in one of the four forms of RFC 9112 §3.2.
 */
public sealed interface RequestTarget {
    /** {@code /path?query}, to the server itself. */
    record Origin(String path, @Nullable String query) implements RequestTarget {}

    /** A whole URL, to a proxy; a server must take it too. */
    record Absolute(Url url) implements RequestTarget {}

    /** {@code host:port}, of {@code CONNECT} only. */
    record ForTunnel(Authority authority) implements RequestTarget {}

    /** {@code *}, of {@code OPTIONS} only: the server as a whole. */
    record Asterisk() implements RequestTarget {}

    /**
     * Reads a target. Path and query of origin-form may hold any visible character but {@code #}, more than RFC 3986 allows, because
     * browsers send them so.
     *
     * @throws IllegalArgumentException if the target has not the form that its method asks for
     */
    static RequestTarget parse(HttpMethod method, String target) {
        for (int i = 0; i < target.length(); i++) {
            if (!Chars.isVisible(target.charAt(i)) || target.charAt(i) == '#') {
                throw new IllegalArgumentException(
                        Chars.show(target.charAt(i)) + " is not allowed in a request target");
            }
        }
        if (method.equals(HttpMethod.CONNECT)) {
            Authority authority = Authority.parse(target);
            if (authority.port() == Authority.NO_PORT) {
                throw new IllegalArgumentException("the target of CONNECT has no port");
            }
            return new ForTunnel(authority);
        }
        if (target.startsWith("/")) {
            int query = target.indexOf('?');
            return query < 0
                    ? new Origin(target, null)
                    : new Origin(target.substring(0, query), target.substring(query + 1));
        }
        if (target.equals("*") && method.equals(HttpMethod.OPTIONS)) {
            return new Asterisk();
        }
        try {
            return new Absolute(Url.parse(target));
        } catch (UrlSyntaxException e) {
            throw new IllegalArgumentException("the request target is neither a path nor a URL", e);
        }
    }
}
