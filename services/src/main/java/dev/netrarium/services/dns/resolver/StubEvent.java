package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.RrSet;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.util.List;

/** What a stub does, step by step, for whoever tells the story: cache, hosts file, then DNS. */
public sealed interface StubEvent {
    /** The host's cache knows the name; {@code ttlSeconds} is what is left of the shortest TTL. */
    record Cached(DomainName name, ResponseCode code, List<IpAddress> addresses, int ttlSeconds) implements StubEvent {}

    /** The host's cache does not know the name, or there is no cache. */
    record NotCached(DomainName name) implements StubEvent {}

    /** The hosts file knows the name. */
    record InHostsFile(DomainName name, List<IpAddress> addresses) implements StubEvent {}

    /** The hosts file does not know the name. */
    record NotInHostsFile(DomainName name) implements StubEvent {}

    /** A server was asked; {@code attempt} counts from 1. */
    record Asked(Question question, Endpoint server, Transport transport, int attempt, AskReason why)
            implements StubEvent {}

    /** A server gave nothing usable, and why. */
    record ServerFailed(Question question, Endpoint server, String why) implements StubEvent {}

    /** A server answered. */
    record Answered(Question question, Endpoint server, ResponseCode code, List<RrSet> answers) implements StubEvent {}

    /** The program got its answer. */
    record Finished(StubAnswer answer) implements StubEvent {}
}
