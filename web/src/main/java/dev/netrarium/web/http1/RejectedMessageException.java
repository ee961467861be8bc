package dev.netrarium.web.http1;

import dev.netrarium.web.http.Status;
import java.net.ProtocolException;

/**
 * A message that must not be used: malformed, ambiguous, beyond a limit, or cut short. After it the connection is good for nothing but, at a
 * server, one last response.
 */
public final class RejectedMessageException extends ProtocolException {
    private static final long serialVersionUID = 1;

    private final transient Status status;

    RejectedMessageException(Status status, String reason) {
        super(reason);
        this.status = status;
    }

    /** What a server answers: 400, 413, 414, 431, 501 or 505; for a response that was rejected, 502, as a gateway would answer. */
    public Status status() {
        return status;
    }
}
