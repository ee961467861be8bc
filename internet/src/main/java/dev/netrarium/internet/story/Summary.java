package dev.netrarium.internet.story;

import org.jspecify.annotations.Nullable;

/**
 * What one visit came to.
 *
 * @param visit 1 for the first, 2 for the one after it
 * @param status the response's status code, or 0 when none came
 * @param failure why none came, for people; null otherwise
 * @param contentBytes bytes of the page
 * @param dnsNanos looking up the name; 0 when nobody had to be asked
 * @param connectNanos from the SYN to the open connection; 0 when one was open already
 * @param firstByteNanos from the request to the first byte of the response
 * @param totalNanos from the URL to the last byte of the page
 * @param packets frames that hosts put on wires
 * @param bytes their bytes
 * @param lost frames that were lost
 * @param retransmissions TCP segments sent again
 * @param traceHash the world's trace hash, at the end of this visit
 */
public record Summary(
        int visit,
        int status,
        @Nullable String failure,
        int contentBytes,
        long dnsNanos,
        long connectNanos,
        long firstByteNanos,
        long totalNanos,
        long packets,
        long bytes,
        long lost,
        long retransmissions,
        String traceHash) {}
