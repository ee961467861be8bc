package dev.netrarium.web.http1;

/** Where one side of a connection stands in its current exchange; see {@link Http1Codec}. */
public enum Http1State {
    /** Has begun no message of this exchange. */
    IDLE,
    /** A server that owes a response. */
    OWES_RESPONSE,
    /** Has sent a head, and not yet the end. */
    BODY,
    /** Has sent its whole message; the connection may carry another exchange. */
    DONE,
    /** Has sent its last message, and must close. */
    MUST_CLOSE,
    /** Sends no more. */
    CLOSED,
    /** Has broken the protocol. */
    ERROR
}
