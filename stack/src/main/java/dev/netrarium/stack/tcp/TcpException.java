package dev.netrarium.stack.tcp;

import java.io.IOException;

/** A TCP call failed; the message is the kernel's sentence. */
public final class TcpException extends IOException {
    private static final long serialVersionUID = 1L;

    private final TcpError error;

    public TcpException(TcpError error) {
        super(error.sentence());
        this.error = error;
    }

    public TcpError error() {
        return error;
    }
}
