package dev.netrarium.web.server;

import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpDate;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.http.HttpVersion;
import dev.netrarium.web.http.Status;
import dev.netrarium.web.http1.Http1Event;
import java.time.Instant;

/** Makes a handler's response ready for HTTP/1.1: the fields that frame it, close the connection, date it and name the server. */
final class ResponseHeads {
    private final String serverName;
    private final Instant epoch;

    ResponseHeads(String serverName, Instant epoch) {
        this.serverName = serverName;
        this.epoch = epoch;
    }

    Http1Event.ResponseHead informational(Status status) {
        return new Http1Event.ResponseHead(status, status.reason(), HttpVersion.HTTP_1_1, HttpFields.EMPTY);
    }

    /**
     * The response, if it can be sent.
     *
     * @throws IllegalArgumentException if its reason phrase cannot
     */
    HttpResponse checked(HttpResponse response) {
        Http1Event.ResponseHead head = new Http1Event.ResponseHead(
                response.status(), response.reason(), HttpVersion.HTTP_1_1, response.fields());
        return new HttpResponse(head.status(), head.reason(), head.fields(), response.body());
    }

    /** The head of a response to a request in the given version. */
    Http1Event.ResponseHead of(HttpResponse response, HttpVersion asked, boolean keep, long now) {
        HttpFields.Builder fields = HttpFields.builder();
        if (!response.fields().contains("Date")) {
            fields.add("Date", HttpDate.format(epoch.plusNanos(now)));
        }
        if (!serverName.isEmpty() && !response.fields().contains("Server")) {
            fields.add("Server", serverName);
        }
        fields.addAll(response.fields().without("Content-Length").without("Transfer-Encoding"));
        boolean keepsAlive = keep && !response.fields().hasElement("Connection", "close");
        long length = response.body().length();
        if (!hasNoContent(response.status())) {
            if (length != HttpBody.UNKNOWN_LENGTH) {
                fields.add("Content-Length", Long.toString(length));
            } else if (asked == HttpVersion.HTTP_1_1) {
                fields.add("Transfer-Encoding", "chunked");
            } else {
                keepsAlive = false; // HTTP/1.0 knows no chunks: the end of the connection is the end of the content.
            }
        }
        if (!keepsAlive && !response.fields().hasElement("Connection", "close")) {
            fields.add("Connection", "close");
        } else if (keepsAlive && asked == HttpVersion.HTTP_1_0) {
            fields.add("Connection", "keep-alive");
        }
        return new Http1Event.ResponseHead(response.status(), response.reason(), HttpVersion.HTTP_1_1, fields.build());
    }

    /** RFC 9110 §15.3.5 and §15.4.5; 205 has none either, and says so by a length of 0 (§15.3.6), which its handler gives. */
    private static boolean hasNoContent(Status status) {
        return status.code() == 204 || status.code() == 304;
    }
}
