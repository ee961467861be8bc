package dev.netrarium.stack.udp;

import dev.netrarium.stack.Errno;
import java.io.IOException;

/** A UDP call failed; the message is the kernel's sentence. */
public final class UdpException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    public UdpException(Errno errno) {
        super(errno.text());
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }
}
