package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.RrSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a lookup ended.
 *
 * @param answers the aliases in order and then the data; without data when there is none
 * @param soa what a negative answer carries (RFC 2308 §3); null for others, and where the servers gave none
 * @param failure not null exactly when {@code code} is SERVFAIL
 */
record Outcome(
        ResponseCode code,
        List<RrSet> answers,
        @Nullable RrSet soa,
        @Nullable Failure failure,
        String detail) {
    Outcome {
        answers = List.copyOf(answers);
    }

    static Outcome found(List<RrSet> answers) {
        return new Outcome(ResponseCode.NOERROR, answers, null, null, "");
    }

    static Outcome noData(List<RrSet> aliases, @Nullable RrSet soa) {
        return new Outcome(ResponseCode.NOERROR, aliases, soa, null, "");
    }

    static Outcome noSuchName(List<RrSet> aliases, @Nullable RrSet soa) {
        return new Outcome(ResponseCode.NXDOMAIN, aliases, soa, null, "");
    }

    static Outcome failed(Failure why, String detail) {
        return new Outcome(ResponseCode.SERVFAIL, List.of(), null, why, detail);
    }

    /** The outcome for a name whose aliases lead here. */
    Outcome behind(List<RrSet> aliases) {
        if (failure != null || aliases.isEmpty()) {
            return this;
        }
        List<RrSet> all = new ArrayList<>(aliases);
        all.addAll(answers);
        return new Outcome(code, all, soa, null, "");
    }
}
