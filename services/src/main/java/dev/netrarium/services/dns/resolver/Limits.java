package dev.netrarium.services.dns.resolver;

import dev.netrarium.stack.Timer;

/** What one query may cost, and how much a server holds: each number with its reason. */
final class Limits {
    private static final long MILLISECOND = 1_000_000L;
    static final long SECOND = 1_000 * MILLISECOND;

    /**
     * Queries sent and further names looked up for one client query, by it and everything it leads to (one budget for
     * the whole tree: "CAMP", USENIX Security 2024). A cold walk over three aliases in three zones, each with servers
     * elsewhere, takes about forty.
     */
    static final int WORK_PER_CLIENT_QUERY = 100;

    /** Zone cuts crossed downwards for one name. The deepest in use, reverse names of IPv6, have fewer than ten. */
    static final int REFERRALS = 16;

    /** Aliases in a row, as Unbound and BIND follow. */
    static final int ALIASES = 11;

    /** Server names looked up to look up server names … Three are seen in practice. */
    static final int TARGET_DEPTH = 5;

    /** Servers of a delegation that are looked at: the root and com have this many. */
    static final int SERVERS_PER_DELEGATION = 13;

    /** Addresses of one server that are looked at, both families together. */
    static final int ADDRESSES_PER_SERVER = 8;

    /**
     * Server names without address that are looked up for one name, at most {@link #TARGETS_AT_ONCE} at a time and only
     * while no server of the zone has a known address: a referral to a hundred names costs no more ("NXNSAttack", 2020).
     */
    static final int TARGETS_PER_LOOKUP = 6;

    static final int TARGETS_AT_ONCE = 2;

    /** Times that one address is asked for one name in one zone: half of all packets lost still gives 15 of 16. */
    static final int TRIES_PER_ADDRESS = 4;

    /** Above a round trip to the other side of the Earth: the time-out of a server never heard of. */
    static final long FIRST_TIMEOUT = 400 * MILLISECOND;

    static final long MIN_TIMEOUT = 50 * MILLISECOND;
    /** A client waits {@link #CLIENT_WAIT}: a longer time-out would leave no time for another server. */
    static final long MAX_TIMEOUT = 3_200 * MILLISECOND;

    /** Over TCP: a lost SYN is sent again after one second, and one more lost segment is no failure. */
    static final long TCP_TIMEOUT = 4 * SECOND;

    /** Servers whose expected time is within this of the best are equally good; chance spreads the load. */
    static final long EQUALLY_FAST = 400 * MILLISECOND;

    /** How long what was learnt about a server's speed or lameness counts (Unbound's infra-host-ttl). */
    static final long SERVER_MEMORY = 900 * SECOND;

    /** Servers remembered. */
    static final int SERVERS_KNOWN = 4_096;

    /** Responses with a wrong id, question or sender before the exchange goes over to TCP: somebody is guessing. */
    static final int MISMATCHES = 16;

    /** After this a client gets SERVFAIL; its own patience is about as long. */
    static final long CLIENT_WAIT = 10 * SECOND;

    /** Clients that wait at a time; those beyond get SERVFAIL at once. */
    static final int CLIENTS_WAITING = 4_096;

    /** Names in work at a time. */
    static final int LOOKUPS = 4_096;

    /** How long a name that could not be resolved is not tried again (RFC 9520 §3.2: 1 s to 5 min). */
    static final int FAILURE_TTL_SECONDS = 5;

    private Limits() {}

    /** {@code nanos} after {@code now}; never, when that is beyond the end of time. */
    static long after(long now, long nanos) {
        long then = now + nanos;
        return then < now ? Timer.NEVER : then;
    }
}
