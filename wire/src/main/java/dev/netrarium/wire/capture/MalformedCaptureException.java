package dev.netrarium.wire.capture;

import java.io.IOException;

/** A file is no capture, contradicts itself, or ends too early; packets read before stay good. */
public final class MalformedCaptureException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    MalformedCaptureException(String reason, long offset) {
        super(reason + " (at byte " + offset + " of the capture)");
        this.offset = offset;
    }

    /** The byte of the file where the trouble stands, from 0. */
    public long offset() {
        return offset;
    }
}
