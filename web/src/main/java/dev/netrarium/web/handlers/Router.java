package dev.netrarium.web.handlers;

import dev.netrarium.web.Authority;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.http.RequestTarget;
import dev.netrarium.web.http.Status;
import dev.netrarium.web.server.HttpHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a handler by the host and the beginning of the path:
 *
 * <ol>
 *   <li>Routes of the request's host come before routes of any host; if one of the former fits, the latter are not looked at.
 *   <li>Among those, the longest prefix wins. {@code /api} fits {@code /api} and {@code /api/x}, but not {@code /apix}; {@code /} fits all.
 *   <li>Where none fits, the answer is 404.
 * </ol>
 *
 * The prefix is compared with the path as it was sent; a path with dot segments, which could mean another route than it shows, is refused
 * with 400. The handler sees the whole path.
 */
public final class Router implements HttpHandler {
    private record Route(@Nullable String host, String prefix, HttpHandler handler) {
        boolean fits(@Nullable String requestHost, String path) {
            return (host == null || host.equals(requestHost))
                    && path.startsWith(prefix)
                    && (prefix.endsWith("/")
                            || path.length() == prefix.length()
                            || path.charAt(prefix.length()) == '/');
        }

        boolean isBetterThan(@Nullable Route other) {
            if (other == null) {
                return true;
            }
            return (host == null) == (other.host == null) ? prefix.length() > other.prefix.length() : host != null;
        }
    }

    private final List<Route> routes;

    private Router(List<Route> routes) {
        this.routes = routes;
    }

    /** Begins without routes. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects routes. */
    public static final class Builder {
        private final List<Route> routes = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a route for every host.
         *
         * @param prefix the beginning of the path, itself beginning with {@code /}
         */
        public Builder route(String prefix, HttpHandler handler) {
            return add(null, prefix, handler);
        }

        /**
         * Adds a route for one host.
         *
         * @param host   its name or address, without a port; upper and lower case are the same
         * @param prefix the beginning of the path, itself beginning with {@code /}
         */
        public Builder route(String host, String prefix, HttpHandler handler) {
            return add(host.toLowerCase(Locale.ROOT), prefix, handler);
        }

        private Builder add(@Nullable String host, String prefix, HttpHandler handler) {
            if (!prefix.startsWith("/")) {
                throw new IllegalArgumentException("a prefix begins with \"/\": " + prefix);
            }
            routes.add(new Route(host, prefix, handler));
            return this;
        }

        /** The routes so far. */
        public Router build() {
            return new Router(List.copyOf(routes));
        }
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws Exception {
        String path = request.path();
        if (path.startsWith("/")) {
            try {
                ResourcePath.checkDots(path);
            } catch (IllegalArgumentException e) {
                return HttpResponse.text(Status.BAD_REQUEST, e.getMessage() + "\n");
            }
        }
        String host = host(request);
        Route best = null;
        for (Route each : routes) {
            if (each.fits(host, path) && each.isBetterThan(best)) {
                best = each;
            }
        }
        return best == null ? HttpResponse.text(Status.NOT_FOUND, "Not found.\n") : best.handler.handle(request);
    }

    /** RFC 9112 §3.2.2: the host of an absolute target comes before the field. */
    private static @Nullable String host(HttpRequest request) {
        if (RequestTarget.parse(request.method(), request.target()) instanceof RequestTarget.Absolute absolute) {
            return absolute.url().host().text();
        }
        String field = request.fields().first("Host");
        return field == null || field.isEmpty()
                ? null
                : Authority.parse(field).host().text();
    }
}
