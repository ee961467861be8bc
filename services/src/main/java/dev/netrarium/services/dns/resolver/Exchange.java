package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.Endpoint;

/** One query on its way to one server, and when to give up waiting for the answer. */
final class Exchange<T> extends Timer {
    final T about;
    final NameServer server;
    final Endpoint address;
    final Question question;
    final boolean recursionDesired;

    /** Changes when the same is asked in another way. */
    long number;

    Transport transport = Transport.UDP;
    boolean edns;
    int id;
    long sentNanos;
    int mismatches;

    private final Exchanges<T> exchanges;

    Exchange(
            Exchanges<T> exchanges,
            T about,
            NameServer server,
            Endpoint address,
            Question question,
            boolean recursionDesired,
            boolean edns) {
        this.exchanges = exchanges;
        this.about = about;
        this.server = server;
        this.address = address;
        this.question = question;
        this.recursionDesired = recursionDesired;
        this.edns = edns;
    }

    @Override
    protected void fire(long now) {
        exchanges.timedOut(now, this);
    }
}
