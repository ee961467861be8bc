package dev.netrarium.services.dhcp;

import org.jspecify.annotations.Nullable;

/** What a message is: option 53 (RFC 2132 §9.6). */
public enum MessageType {
    DISCOVER,
    OFFER,
    REQUEST,
    DECLINE,
    ACK,
    NAK,
    RELEASE,
    INFORM;

    /** The number on the wire. */
    public int code() {
        return ordinal() + 1;
    }

    /** Null for a number that is none of these. */
    public static @Nullable MessageType of(int code) {
        return code >= 1 && code <= values().length ? values()[code - 1] : null;
    }
}
