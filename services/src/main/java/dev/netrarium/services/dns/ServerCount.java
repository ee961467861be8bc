package dev.netrarium.services.dns;

/** What a server counts. */
public enum ServerCount {
    /** Requests of any kind that arrived. */
    REQUESTS,
    /** Dropped: fewer bytes than a header, nothing to answer to. */
    DROPPED_NO_HEADER,
    /** Dropped: a response, and answering those would let two servers talk for ever. */
    DROPPED_IS_RESPONSE,
    /** Answered FORMERR. */
    MALFORMED,
    /** Answered NOTIMP. */
    NOT_IMPLEMENTED,
    /** Answered BADVERS. */
    BAD_EDNS_VERSION,
    /** Answered REFUSED: not our zone, class or service. */
    REFUSED,
    /** Answered SERVFAIL. */
    FAILED,
    /** Answered NXDOMAIN. */
    NO_SUCH_NAME,
    /** Answered NOERROR. */
    ANSWERED,
    /** Of the answers, those that were cut to the asker's size and said TC. */
    TRUNCATED
}
