package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.RrSet;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.wire.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a recursive server does, step by step, for whoever tells the story. Made only while somebody observes. */
public sealed interface ResolverEvent {
    /** A client asked. */
    record ClientAsked(Client client, Question question) implements ResolverEvent {}

    /**
     * The cache had the whole answer.
     *
     * @param code NOERROR also for "no such data"; SERVFAIL for a failure that is remembered
     * @param ttlSeconds what is left of the TTL of the last part
     */
    record CacheHit(DomainName name, RecordType type, ResponseCode code, int ttlSeconds) implements ResolverEvent {}

    /** The cache had no answer; {@code closestZone} is the nearest zone whose servers are known. */
    record CacheMiss(DomainName name, RecordType type, DomainName closestZone) implements ResolverEvent {}

    /**
     * A server was asked.
     *
     * @param serverName null for an upstream resolver
     * @param zone the zone that it is asked as a server of; the root for an upstream resolver
     */
    record Asked(
            @Nullable DomainName serverName,
            Endpoint address,
            Transport transport,
            Question question,
            DomainName zone,
            AskReason why)
            implements ResolverEvent {}

    /** A server gave nothing usable, and why. */
    record ServerFailed(
            @Nullable DomainName serverName, Endpoint address, Question question, DomainName zone, String why)
            implements ResolverEvent {}

    /** A server named those of a zone further down; {@code servers} with the glue that is believed. */
    record Referral(Endpoint from, DomainName zone, List<NameServer> servers) implements ResolverEvent {}

    /** The name is an alias; its target is looked up next. */
    record Alias(DomainName name, DomainName target) implements ResolverEvent {}

    /** No server of the zone has a known address: the address of this one is looked up first. */
    record ServerAddressNeeded(DomainName zone, DomainName serverName, RecordType type) implements ResolverEvent {}

    /** The lookup ended with an answer, negative ones included. */
    record Answered(Question question, ResponseCode code, List<RrSet> answers) implements ResolverEvent {}

    /** The lookup ended without. */
    record Failed(Question question, Failure why, String detail) implements ResolverEvent {}
}
