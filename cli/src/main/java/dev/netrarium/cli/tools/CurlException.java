package dev.netrarium.cli.tools;

import java.io.IOException;

/** Ends a transfer with one of curl's exit codes, which its users test for. */
final class CurlException extends IOException {
    private static final long serialVersionUID = 1;

    static final int UNSUPPORTED_PROTOCOL = 1;
    static final int MALFORMED_URL = 3;
    static final int COULD_NOT_RESOLVE = 6;
    static final int COULD_NOT_CONNECT = 7;
    static final int WEIRD_REPLY = 8;
    static final int PARTIAL_FILE = 18;
    static final int HTTP_ERROR = 22;
    static final int WRITE_ERROR = 23;
    static final int READ_ERROR = 26;
    static final int TIMED_OUT = 28;
    static final int TOO_MANY_REDIRECTS = 47;
    static final int EMPTY_REPLY = 52;
    static final int RECEIVE_ERROR = 56;

    private final int exitCode;

    CurlException(int exitCode, String words) {
        super(words);
        this.exitCode = exitCode;
    }

    CurlException(int exitCode, String words, Throwable cause) {
        super(words, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
