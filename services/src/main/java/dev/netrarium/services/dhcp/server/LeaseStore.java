package dev.netrarium.services.dhcp.server;

import java.io.IOException;

/** Where a {@link LeaseLog} is kept: bytes that are only appended to, or replaced as a whole. */
public interface LeaseStore {
    /** All bytes; none when nothing was written yet. */
    byte[] read() throws IOException;

    /** Appends; when it returns, the bytes outlive a loss of power. */
    void append(byte[] bytes) throws IOException;

    /** Replaces everything: whenever it is interrupted, either the old bytes or the new ones are there. */
    void replace(byte[] bytes) throws IOException;
}
