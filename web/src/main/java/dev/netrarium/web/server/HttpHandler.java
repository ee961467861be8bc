package dev.netrarium.web.server;

import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;

/**
 * Answers requests. It never sees {@code HEAD}: the server asks for {@code GET} and leaves the content out. Nor {@code CONNECT}. Several
 * connections may ask at once, each in its own thread.
 */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers one request. The server adds {@code Date}, {@code Server} and the fields that frame the content and close the connection.
     *
     * @param request its content streams from the connection, and is good until this returns
     * @return the final response; its content is opened after this returned
     * @throws Exception anything, which the client sees as {@code 500}; what reading the request's content throws, should be let through
     */
    HttpResponse handle(HttpRequest request) throws Exception;
}
