package dev.netrarium.web.http1;

import dev.netrarium.web.http.HttpVersion;

/** Whether the connection outlives a message (RFC 9112 §9.3). */
final class Persistence {
    private Persistence() {}

    /** What the sender of this head lets the connection do. */
    static boolean of(Http1Event.Head head) {
        if (head.fields().hasElement("Connection", "close")) {
            return false;
        }
        return head.version() == HttpVersion.HTTP_1_1 || head.fields().hasElement("Connection", "keep-alive");
    }
}
