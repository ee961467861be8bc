package dev.netrarium.services.dns.resolver;

/** What one who asks counts. */
public enum ResolverCount {
    /** Queries sent over UDP. */
    ASKED_UDP,
    /** Queries sent over TCP. */
    ASKED_TCP,
    /** Queries without an answer in time. */
    TIMED_OUT,
    /** Queries that the network reported as undeliverable. */
    UNREACHABLE,
    /** Ignored: responses in an exchange that is over. */
    LATE,
    /** Ignored: responses from another sender, with another id or another question. */
    MISMATCHED,
    /** Responses that are no DNS messages. */
    MALFORMED,
    /** Servers that turned out to know nothing of a zone. */
    LAME,
    /** Referrals followed. */
    REFERRALS,
    /** Records ignored because the server that sent them has no say about their names. */
    OUT_OF_BAILIWICK,
    /** Clients that joined a lookup of the same question. */
    JOINED,
    /** Requests dropped: the same client is waiting for the same answer already. */
    DROPPED_REPEATED,
    /** Lookups that failed. */
    FAILED
}
