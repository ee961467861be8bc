package dev.netrarium.internet.story;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.resolver.ResolverEvent;
import dev.netrarium.services.dns.resolver.ResolverObserver;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells what one resolver does: the ISP's, which walks down from the root, or the home router's, which passes on. */
final class ResolverNarrator implements ResolverObserver {
    private final Telling telling;
    private final String host;

    ResolverNarrator(Telling telling, String host) {
        this.telling = telling;
        this.host = host;
    }

    @Override
    public void observed(long now, ResolverEvent event) {
        switch (event) {
            case ResolverEvent.ClientAsked e ->
                tell(
                        now,
                        "query",
                        "asked for " + e.question().type() + " " + e.question().name(),
                        "a client, " + e.client().from() + ", wants to know");
            case ResolverEvent.CacheHit e ->
                tell(
                        now,
                        "cache-hit",
                        e.type() + " " + e.name() + " is in the cache" + code(e.code()),
                        "its TTL lets it be told for " + e.ttlSeconds() + " s more");
            case ResolverEvent.CacheMiss e ->
                tell(
                        now,
                        "cache-miss",
                        e.type() + " " + e.name() + " is not in the cache",
                        "nobody asked lately; the closest zone whose servers are known is " + e.closestZone());
            case ResolverEvent.Asked e ->
                tell(
                        now,
                        "asked",
                        "asks " + server(e.serverName()) + e.address().address() + ": "
                                + e.question().type() + " " + e.question().name() + "?",
                        e.serverName() == null
                                ? "it is the resolver to forward to"
                                : "it knows the zone " + e.zone() + " ("
                                        + e.why().text() + ")");
            case ResolverEvent.ServerFailed e ->
                tell(
                        now,
                        "server-failed",
                        server(e.serverName()) + e.address().address() + " gave nothing usable",
                        e.why());
            case ResolverEvent.Referral e ->
                tell(
                        now,
                        "referral",
                        "told: ask the servers of " + e.zone() + ": "
                                + e.servers().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                        "the server asked is not in charge of the name, but knows who is");
            case ResolverEvent.Alias e ->
                tell(
                        now,
                        "alias",
                        e.name() + " is another name for " + e.target(),
                        "a CNAME: the target is looked up next");
            case ResolverEvent.ServerAddressNeeded e ->
                tell(
                        now,
                        "server-address",
                        "needs the address of " + e.serverName() + " first",
                        "no server of " + e.zone() + " came with an address");
            case ResolverEvent.Answered e ->
                tell(now, "answer", e.question().name() + answer(e), "it is remembered as long as its TTL allows");
            case ResolverEvent.Failed e ->
                tell(
                        now,
                        "failed",
                        "no answer for " + e.question().name(),
                        e.why().text() + ": " + e.detail());
        }
    }

    private static String answer(ResolverEvent.Answered e) {
        if (!e.code().equals(ResponseCode.NOERROR)) {
            return code(e.code());
        }
        return e.answers().isEmpty()
                ? " has no " + e.question().type() + " record"
                : " is "
                        + e.answers().stream()
                                .flatMap(set -> set.data().stream())
                                .map(String::valueOf)
                                .collect(Collectors.joining(", "));
    }

    private void tell(long now, String event, String text, String why) {
        telling.tell(now, host, Layer.DNS, event, text, why);
    }

    private static String server(@Nullable DomainName name) {
        return name == null ? "" : name + " ";
    }

    private static String code(ResponseCode code) {
        return code.equals(ResponseCode.NOERROR) ? "" : ": " + code;
    }
}
