package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.wire.IpAddress;
import java.util.List;

/** What a program hears about a name. */
public sealed interface StubAnswer {
    /** Who knew. */
    enum Source {
        /** The name was an address. */
        LITERAL,
        /** The host's cache. */
        CACHE,
        /** The hosts file, or the rule that localhost is this host. */
        HOSTS_FILE,
        /** A server. */
        DNS
    }

    /**
     * Addresses, in the order of the families asked for.
     *
     * @param name the full name that has them, aliases followed
     */
    record Found(DomainName name, List<IpAddress> addresses, Source source) implements StubAnswer {
        public Found {
            addresses = List.copyOf(addresses);
        }
    }

    /** There is no such name; {@code reason} tells who said so. */
    record NoSuchName(String name, String reason) implements StubAnswer {}

    /** The name exists and has no address. */
    record NoAddress(String name) implements StubAnswer {}

    /** Nobody could be asked, or nobody gave a usable answer. */
    record NoAnswer(String name, String reason) implements StubAnswer {}

    /** For people: glibc's text, and what is behind it. */
    default String sentence() {
        return switch (this) {
            case Found f -> f.name + " has the addresses " + f.addresses;
            case NoSuchName n -> n.name + ": Name or service not known (" + n.reason + ")";
            case NoAddress n -> n.name + ": No address associated with hostname";
            case NoAnswer n -> n.name + ": Temporary failure in name resolution (" + n.reason + ")";
        };
    }
}
