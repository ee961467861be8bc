package dev.netrarium.services.dns.resolver;

/**
 * How far the source of an RRset is believed (RFC 2181 §5.4.1), least first. Data of less trust never replaces data of
 * more while that lives. Glue and referrals are less than all of these and are not kept as data at all: see {@link
 * Delegation}.
 */
public enum Trust {
    /** From an answer without authority, or an alias's continuation in one with authority. */
    ANSWER,
    /** From an answer of a server of the zone. */
    AUTHORITATIVE
}
