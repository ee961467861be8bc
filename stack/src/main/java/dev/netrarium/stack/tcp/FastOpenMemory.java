package dev.netrarium.stack.tcp;

import org.jspecify.annotations.Nullable;

/**
 * What a client remembers of a server for Fast Open (RFC 7413 §4.1.3): its cookie, its MSS, and which form of the option
 * it is asked in. It lives in the destination cache, and ages with it.
 */
public final class FastOpenMemory {
    /** The server left a request in the RFC's form unanswered: it is asked in the experimental form next. */
    private static final int TRY_EXPERIMENTAL = 1;

    /** Neither form was answered. */
    private static final int TRIED_BOTH = 2;

    @Nullable FastOpenCookie cookie;

    int mssBytes;
    private int form;

    FastOpenMemory() {}

    FastOpenCookie request() {
        return FastOpenCookie.request(form == TRY_EXPERIMENTAL);
    }

    /**
     * A SYN-ACK came.
     *
     * @param told the cookie in it, null for none
     */
    void learn(int peerMss, @Nullable FastOpenCookie told) {
        mssBytes = peerMss;
        if (told != null) {
            cookie = told;
        }
    }

    /** A request was not answered. */
    void unanswered(boolean experimental) {
        if (cookie == null) {
            form = Math.max(form, experimental ? TRIED_BOTH : TRY_EXPERIMENTAL);
        }
    }
}
