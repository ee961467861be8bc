package dev.netrarium.web.http1;

/**
 * How much of a message is taken before it is rejected. All sizes are in bytes as received, line ends not counted.
 *
 * @param startLineBytes      the longest request line or status line; beyond it 414
 * @param fieldCount          the most lines of a header or trailer section; beyond it 431
 * @param fieldSectionBytes   the longest header section, names, colons, blanks and values together; beyond it 431
 * @param chunkExtensionBytes the most bytes of chunk extensions in one message, which nobody reads; beyond it 400
 * @param trailerBytes        the longest trailer section; beyond it 431
 * @param bodyBytes           the longest content; beyond it 413
 */
public record Http1Limits(
        int startLineBytes,
        int fieldCount,
        int fieldSectionBytes,
        int chunkExtensionBytes,
        int trailerBytes,
        long bodyBytes) {
    // RFC 9112 §3 recommends at least 8000 bytes of request line.
    private static final int START_LINE_BYTES = 8192;
    // Browsers send about 20 lines and 2 KB; cookies of 8 KB with a proxy's additions still fit.
    private static final int FIELD_COUNT = 100;
    private static final int FIELD_SECTION_BYTES = 32 * 1024;
    // No extension is in common use (RFC 9112 §7.1.1 asks for a limit).
    private static final int CHUNK_EXTENSION_BYTES = 4096;
    private static final int TRAILER_BYTES = 8192;
    private static final long REQUEST_BODY_BYTES = 64L * 1024 * 1024;

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is negative, or the start line may not hold a single byte
     */
    public Http1Limits {
        if (startLineBytes < 1
                || fieldCount < 0
                || fieldSectionBytes < 0
                || chunkExtensionBytes < 0
                || trailerBytes < 0
                || bodyBytes < 0) {
            throw new IllegalArgumentException("a limit is negative, or no start line fits");
        }
    }

    /** For a server: 8 KiB of request line, 100 fields in 32 KiB, 4 KiB of chunk extensions, 8 KiB of trailers, 64 MiB of content. */
    public static Http1Limits ofServer() {
        return new Http1Limits(
                START_LINE_BYTES,
                FIELD_COUNT,
                FIELD_SECTION_BYTES,
                CHUNK_EXTENSION_BYTES,
                TRAILER_BYTES,
                REQUEST_BODY_BYTES);
    }

    /** For a client: as for a server, but content without limit, because it is streamed to a caller who asked for it. */
    public static Http1Limits ofClient() {
        return ofServer().withBodyBytes(Long.MAX_VALUE);
    }

    /** These limits with another one for the content. */
    public Http1Limits withBodyBytes(long newBodyBytes) {
        return new Http1Limits(
                startLineBytes, fieldCount, fieldSectionBytes, chunkExtensionBytes, trailerBytes, newBodyBytes);
    }
}
