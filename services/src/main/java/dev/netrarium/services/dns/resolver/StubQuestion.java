package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.Question;
import org.jspecify.annotations.Nullable;

/** One of the questions of a {@link StubLookup}: one name, one family, and how often it was asked. */
final class StubQuestion {
    final Question question;
    /** How often it was asked so far; tells which server comes next. */
    int attempts;

    String lastTrouble = "";

    /** Null while it is open. */
    @Nullable Outcome outcome;

    StubQuestion(Question question) {
        this.question = question;
    }
}
