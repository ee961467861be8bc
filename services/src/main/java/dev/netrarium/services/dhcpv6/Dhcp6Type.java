package dev.netrarium.services.dhcpv6;

import org.jspecify.annotations.Nullable;

/** What a message is (RFC 8415 §7.3). */
public enum Dhcp6Type {
    SOLICIT,
    ADVERTISE,
    REQUEST,
    CONFIRM,
    RENEW,
    REBIND,
    REPLY,
    RELEASE,
    DECLINE,
    RECONFIGURE,
    INFORMATION_REQUEST;

    /** The number on the wire. */
    public int code() {
        return ordinal() + 1;
    }

    /** Null for a number that is none of these, such as relay agents'. */
    public static @Nullable Dhcp6Type of(int code) {
        return code >= 1 && code <= values().length ? values()[code - 1] : null;
    }
}
