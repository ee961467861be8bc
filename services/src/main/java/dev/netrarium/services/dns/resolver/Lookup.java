package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.RrSet;
import dev.netrarium.wire.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One question on its way down the tree, for all who wait for it: there is never a second lookup of the same question, so
 * that nobody can make a resolver ask the same thing many times at once and guess one of many ids (the birthday attack,
 * RFC 5452 §5). A lookup may wait for others (an alias's target, a server's address) but never for itself.
 */
final class Lookup {
    final Question question;
    /** Server names looked up to look up this one. */
    final int targetDepth;
    /** Aliases that led here. */
    final int aliasDepth;

    /** Keyed by what makes a waiter the same: a client's request, or the parent. */
    final Map<Object, Waiter> waiters = new LinkedHashMap<>();
    /** What it waits for. */
    final List<Lookup> children = new ArrayList<>();

    final Set<Question> targetsTried = new LinkedHashSet<>();
    final Map<DomainName, List<Endpoint>> targetAddresses = new LinkedHashMap<>();
    final Map<Endpoint, Integer> tries = new LinkedHashMap<>();
    /** Once it is known to be an alias: the way to the target, whose lookup it waits for. */
    List<RrSet> aliases = List.of();

    @Nullable Outcome targetOutcome;

    @Nullable Delegation delegation;

    @Nullable Exchange<Lookup> exchange;

    String lastTrouble = "it has none with a known address";
    int referrals;
    int targetNames;
    boolean isQueued;
    boolean isDone;
    /** Its failure would say more about who asked than about the name, and is not remembered. */
    boolean isPartial;
    /** Stamp of the last search for a loop that came by. */
    int visited;

    private Budget budget;

    Lookup(Question question, int targetDepth, int aliasDepth, Budget budget) {
        this.question = question;
        this.targetDepth = targetDepth;
        this.aliasDepth = aliasDepth;
        this.budget = budget;
    }

    DomainName name() {
        return question.name();
    }

    RecordType type() {
        return question.type();
    }

    Budget budget() {
        return budget;
    }

    /** Pays for one query or one further lookup: from the budget of whoever began it or, when that is spent, of another who waits. */
    boolean pay() {
        if (budget.take()) {
            return true;
        }
        for (Waiter waiter : waiters.values()) {
            if (!waiter.budget().isSpent()) {
                budget = waiter.budget();
                return budget.take();
            }
        }
        return false;
    }

    void enter(Delegation zone) {
        delegation = zone;
        tries.clear();
        lastTrouble = "it has none with a known address";
    }

    @Override
    public String toString() {
        return question.toString();
    }
}
