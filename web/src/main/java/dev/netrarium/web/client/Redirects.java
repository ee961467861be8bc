package dev.netrarium.web.client;

import dev.netrarium.web.Url;
import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.Status;
import java.util.List;

/**
 * What is asked next when a server redirects (RFC 9110 §15.4):
 *
 * <ol>
 *   <li>303 asks for GET of anything but HEAD; 301 and 302 of POST only, as browsers do; 307 and 308 change nothing.
 *   <li>A request that became GET has no content, nor fields that tell of it.
 *   <li>Another host or port does not learn credentials and cookies.
 * </ol>
 */
final class Redirects {
    private static final List<String> CONTENT_FIELDS = List.of(
            "Content-Type",
            "Content-Length",
            "Content-Encoding",
            "Content-Language",
            "Content-Location",
            "Transfer-Encoding",
            "Expect");
    private static final List<String> SECRET_FIELDS = List.of("Authorization", "Cookie", "Proxy-Authorization");

    private Redirects() {}

    static boolean isRedirect(Status status) {
        return switch (status.code()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    static HttpRequest follow(HttpRequest request, Status status, Url from, Url to) {
        HttpMethod method = request.method();
        HttpFields fields = request.fields();
        HttpBody body = request.body();
        boolean becomesGet = status.code() == 303
                ? !method.equals(HttpMethod.HEAD)
                : status.code() <= 302 && method.equals(HttpMethod.POST);
        if (becomesGet) {
            method = HttpMethod.GET;
            body = HttpBody.EMPTY;
            fields = without(fields, CONTENT_FIELDS);
        }
        if (!from.host().equals(to.host()) || from.port() != to.port()) {
            fields = without(fields, SECRET_FIELDS);
        }
        // RFC 9110 §7.2: Host should be the first field.
        HttpFields withHost = HttpFields.builder()
                .add("Host", to.authority().toString())
                .addAll(fields.without("Host"))
                .build();
        return new HttpRequest(method, to.originForm(), request.version(), withHost, body);
    }

    private static HttpFields without(HttpFields fields, List<String> names) {
        HttpFields rest = fields;
        for (String name : names) {
            rest = rest.without(name);
        }
        return rest;
    }
}
