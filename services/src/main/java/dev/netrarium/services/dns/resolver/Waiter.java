package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DnsRequest;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.stack.Timer;

/** Who waits for the outcome of a lookup. */
sealed interface Waiter {
    /** Whose budget pays. */
    Budget budget();

    /** A client, until it has waited long enough. */
    final class Asker extends Timer implements Waiter {
        final Client client;
        final DnsRequest.Query query;
        final Lookup lookup;
        private final Budget budget;
        private final RecursiveServer server;

        Asker(RecursiveServer server, Client client, DnsRequest.Query query, Lookup lookup, Budget budget) {
            this.server = server;
            this.client = client;
            this.query = query;
            this.lookup = lookup;
            this.budget = budget;
        }

        @Override
        public Budget budget() {
            return budget;
        }

        @Override
        protected void fire(long now) {
            server.waitedTooLong(now, this);
        }
    }

    /** The lookup of an alias, for that of its target. */
    record ForAlias(Lookup parent) implements Waiter {
        @Override
        public Budget budget() {
            return parent.budget();
        }
    }

    /** The lookup of a name below a zone, for the address of one of the zone's servers. */
    record ForServer(Lookup parent, DomainName server) implements Waiter {
        @Override
        public Budget budget() {
            return parent.budget();
        }
    }
}
