package dev.netrarium.internet.story;

import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.resolver.StubEvent;
import java.util.stream.Collectors;

/** Tells what the operating system's resolver does: its cache, the hosts file, then a question to the network. */
final class StubNarrator {
    private final Telling telling;
    private final String host;

    StubNarrator(Telling telling, String host) {
        this.telling = telling;
        this.host = host;
    }

    void observed(long now, StubEvent event) {
        switch (event) {
            case StubEvent.Cached e ->
                tell(
                        now,
                        "os-cache-hit",
                        e.name() + " is in the operating system's cache",
                        "an earlier answer; its TTL lets it be told for " + e.ttlSeconds() + " s more");
            case StubEvent.NotCached e ->
                tell(
                        now,
                        "os-cache-miss",
                        e.name() + " is not in the operating system's cache",
                        "no program asked lately");
            case StubEvent.InHostsFile e ->
                tell(
                        now,
                        "hosts-file-hit",
                        e.name() + " stands in the hosts file: " + e.addresses().getFirst(),
                        "the hosts file goes before DNS");
            case StubEvent.NotInHostsFile e ->
                tell(
                        now,
                        "hosts-file-miss",
                        e.name() + " does not stand in the hosts file",
                        "the file has the first word; now DNS is asked");
            case StubEvent.Asked e ->
                tell(
                        now,
                        "stub-asked",
                        "asks " + e.server() + ": " + e.question().type() + " "
                                + e.question().name() + "?",
                        e.attempt() == 1
                                ? "it is the DNS server that this host is configured with"
                                : "attempt " + e.attempt() + ": " + e.why().text());
            case StubEvent.ServerFailed e -> tell(now, "server-failed", e.server() + " gave no usable answer", e.why());
            case StubEvent.Answered e ->
                tell(
                        now,
                        "stub-answer",
                        e.server() + " says: " + e.question().type() + " "
                                + e.question().name() + " "
                                + (e.code().equals(ResponseCode.NOERROR)
                                        ? e.answers().isEmpty()
                                                ? "has no record"
                                                : "is "
                                                        + e.answers().stream()
                                                                .flatMap(set -> set.data().stream())
                                                                .map(String::valueOf)
                                                                .collect(Collectors.joining(", "))
                                        : "gives " + e.code()),
                        "");
            case StubEvent.Finished _ -> {}
        }
    }

    private void tell(long now, String event, String text, String why) {
        telling.tell(now, host, Layer.DNS, event, text, why);
    }
}
