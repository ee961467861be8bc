package dev.netrarium.services.dhcp;

import java.io.Serial;

/** Bytes that are no DHCP message: why, and at which offset from the start of the message. */
public final class MalformedDhcpException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int offset;

    public MalformedDhcpException(String reason, int offset) {
        super(reason + " at byte " + offset, null, false, false);
        this.offset = offset;
    }

    /** Bytes from the start of the message. */
    public int offset() {
        return offset;
    }
}
