package dev.netrarium.services.dns.authority;

import java.io.Serial;

/** A master file that cannot be read: which line, and why. */
public final class ZoneTextException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int line;

    ZoneTextException(int line, String why) {
        super("line " + line + ": " + why);
        this.line = line;
    }

    /** Counted from 1. */
    public int line() {
        return line;
    }
}
