package dev.netrarium.web.handlers;

import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpDate;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.http.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a resource is at the moment, and the answer to a request for it: whole, in part, or that the client has it already (RFC 9110 §13 and
 * §14). The answer is a pure function of the request.
 *
 * @param body        the content, of known length, which can be opened again and again
 * @param contentType its media type
 * @param modified    when it last changed
 * @param entityTag   its strong validator, quotes included
 */
record Representation(HttpBody body, String contentType, Instant modified, String entityTag) {
    static final String ALLOW = "GET, HEAD, OPTIONS";

    Representation {
        modified = modified.truncatedTo(ChronoUnit.SECONDS); // As Last-Modified tells it.
    }

    /** The answer to a method that is not GET, or null for GET. */
    static @Nullable HttpResponse unlessGet(HttpRequest request) {
        if (request.method().equals(HttpMethod.GET)) {
            return null;
        }
        return request.method().equals(HttpMethod.OPTIONS)
                ? HttpResponse.of(Status.NO_CONTENT).with("Allow", ALLOW)
                : HttpResponse.text(Status.METHOD_NOT_ALLOWED, "Only GET and HEAD are allowed here.\n")
                        .with("Allow", ALLOW);
    }

    /** The answer to {@code GET}, its preconditions taken in the order of RFC 9110 §13.2.2. */
    HttpResponse answer(HttpRequest request) {
        HttpFields fields = request.fields();
        if (fields.contains("If-Match")) {
            if (!matches("If-Match", fields, false)) {
                return HttpResponse.of(Status.PRECONDITION_FAILED);
            }
        } else if (isAfter(modified, fields.first("If-Unmodified-Since"))) {
            return HttpResponse.of(Status.PRECONDITION_FAILED);
        }
        if (fields.contains("If-None-Match")) {
            if (matches("If-None-Match", fields, true)) {
                return described(HttpResponse.of(Status.NOT_MODIFIED));
            }
        } else if (isNotAfter(modified, fields.first("If-Modified-Since"))) {
            return described(HttpResponse.of(Status.NOT_MODIFIED));
        }
        String range = fields.first("Range");
        if (range == null || fields.all("Range").size() > 1 || !mayBePartial(fields.first("If-Range"))) {
            return whole();
        }
        return switch (ByteRange.parse(range, body.length())) {
            case ByteRange.Whole _ -> whole();
            case ByteRange.Unsatisfiable _ ->
                HttpResponse.of(Status.RANGE_NOT_SATISFIABLE).with("Content-Range", "bytes */" + body.length());
            case ByteRange.Part part -> part(part);
        };
    }

    private HttpResponse whole() {
        return described(HttpResponse.of(Status.OK, body)).with("Content-Type", contentType);
    }

    private HttpResponse part(ByteRange.Part part) {
        long last = part.first() + part.length() - 1;
        return described(HttpResponse.of(Status.PARTIAL_CONTENT, new PartOfBody(body, part.first(), part.length())))
                .with("Content-Type", contentType)
                .with("Content-Range", "bytes " + part.first() + "-" + last + "/" + body.length());
    }

    private HttpResponse described(HttpResponse response) {
        return response.with("Last-Modified", HttpDate.format(modified))
                .with("ETag", entityTag)
                .with("Accept-Ranges", "bytes");
    }

    /** §8.8.3.2: only If-None-Match takes a weak tag for ours. */
    private boolean matches(String name, HttpFields fields, boolean weakly) {
        for (String tag : fields.elements(name)) {
            if (tag.equals("*") || tag.equals(entityTag) || (weakly && tag.equals("W/" + entityTag))) {
                return true;
            }
        }
        return false;
    }

    /** §13.1.5: the tag must be ours and strong, or the date exactly ours. */
    private boolean mayBePartial(@Nullable String ifRange) {
        return ifRange == null || ifRange.equals(entityTag) || modified.equals(HttpDate.parse(ifRange));
    }

    /** A date that cannot be read is ignored. */
    private static boolean isAfter(Instant modified, @Nullable String date) {
        Instant since = date == null ? null : HttpDate.parse(date);
        return since != null && modified.isAfter(since);
    }

    private static boolean isNotAfter(Instant modified, @Nullable String date) {
        Instant since = date == null ? null : HttpDate.parse(date);
        return since != null && !modified.isAfter(since);
    }
}
