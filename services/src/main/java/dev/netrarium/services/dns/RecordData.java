package dev.netrarium.services.dns;

import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The data of a resource record, one type per format. {@code toString} is its form in a master file (RFC 1035 §5.1),
 * the wire form is {@link RecordDataWire}'s concern, reading the text is {@link RecordDataText}'s.
 */
public sealed interface RecordData {
    RecordType type();

    /** An IPv4 address (RFC 1035 §3.4.1). */
    record A(Ipv4Address address) implements RecordData {
        @Override
        public RecordType type() {
            return RecordType.A;
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** An IPv6 address (RFC 3596 §2.2). */
    record Aaaa(Ipv6Address address) implements RecordData {
        @Override
        public RecordType type() {
            return RecordType.AAAA;
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** A name server of the owner's zone (RFC 1035 §3.3.11). */
    record Ns(DomainName server) implements RecordData {
        @Override
        public RecordType type() {
            return RecordType.NS;
        }

        @Override
        public String toString() {
            return server.toString();
        }
    }

    /** The name that the owner is an alias of (RFC 1035 §3.3.1). */
    record Cname(DomainName target) implements RecordData {
        @Override
        public RecordType type() {
            return RecordType.CNAME;
        }

        @Override
        public String toString() {
            return target.toString();
        }
    }

    /**
     * The start of a zone of authority (RFC 1035 §3.3.13).
     *
     * @param serial version of the zone, 32 bits without sign
     * @param minimumSeconds how long a negative answer may be cached (RFC 2308 §4)
     */
    record Soa(
            DomainName primaryServer,
            DomainName mailbox,
            int serial,
            int refreshSeconds,
            int retrySeconds,
            int expireSeconds,
            int minimumSeconds)
            implements RecordData {
        @Override
        public RecordType type() {
            return RecordType.SOA;
        }

        @Override
        public String toString() {
            return primaryServer + " " + mailbox + " " + Integer.toUnsignedString(serial) + " "
                    + Integer.toUnsignedString(refreshSeconds) + " " + Integer.toUnsignedString(retrySeconds) + " "
                    + Integer.toUnsignedString(expireSeconds) + " " + Integer.toUnsignedString(minimumSeconds);
        }
    }

    /** Another name of the owner, most often of an address under in-addr.arpa (RFC 1035 §3.3.12). */
    record Ptr(DomainName target) implements RecordData {
        @Override
        public RecordType type() {
            return RecordType.PTR;
        }

        @Override
        public String toString() {
            return target.toString();
        }
    }

    /** Kind of machine and operating system (RFC 1035 §3.3.2; the minimal answer to ANY, RFC 8482 §4.2). */
    record Hinfo(Octets cpu, Octets system) implements RecordData {
        public Hinfo {
            requireCharacterString(cpu);
            requireCharacterString(system);
        }

        @Override
        public RecordType type() {
            return RecordType.HINFO;
        }

        @Override
        public String toString() {
            return cpu + " " + system;
        }
    }

    /**
     * A mail exchange (RFC 1035 §3.3.9).
     *
     * @param preference 0 to 65535, lower is tried first
     */
    record Mx(int preference, DomainName exchange) implements RecordData {
        public Mx {
            requireU16(preference);
        }

        @Override
        public RecordType type() {
            return RecordType.MX;
        }

        @Override
        public String toString() {
            return preference + " " + exchange;
        }
    }

    /** Descriptive text (RFC 1035 §3.3.14): one or more strings of up to 255 bytes. */
    record Txt(List<Octets> strings) implements RecordData {
        public Txt {
            strings = List.copyOf(strings);
            strings.forEach(RecordData::requireCharacterString);
            if (strings.isEmpty()) {
                throw new IllegalArgumentException("TXT needs at least one string");
            }
        }

        @Override
        public RecordType type() {
            return RecordType.TXT;
        }

        @Override
        public String toString() {
            return strings.stream().map(Octets::quoted).collect(Collectors.joining(" "));
        }
    }

    /**
     * Where a service is (RFC 2782).
     *
     * @param priority 0 to 65535, lower is tried first
     * @param weight 0 to 65535, the share among equal priorities
     * @param port 0 to 65535
     */
    record Srv(int priority, int weight, int port, DomainName target) implements RecordData {
        public Srv {
            requireU16(priority);
            requireU16(weight);
            requireU16(port);
        }

        @Override
        public RecordType type() {
            return RecordType.SRV;
        }

        @Override
        public String toString() {
            return priority + " " + weight + " " + port + " " + target;
        }
    }

    /**
     * Who may issue certificates for the owner (RFC 8659 §4.1).
     *
     * @param flags 0 to 255; 128 is "critical"
     * @param tag letters and digits, such as {@code issue}
     */
    record Caa(int flags, String tag, Octets value) implements RecordData {
        public Caa {
            if (flags < 0 || flags > 255) {
                throw new IllegalArgumentException("CAA flags are 0 to 255: " + flags);
            }
            if (!isTag(tag)) {
                throw new IllegalArgumentException("not a CAA tag: \"" + tag + "\"");
            }
        }

        static boolean isTag(String text) {
            return !text.isEmpty()
                    && text.length() <= 255
                    && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9');
        }

        @Override
        public RecordType type() {
            return RecordType.CAA;
        }

        @Override
        public String toString() {
            return flags + " " + tag + " " + value;
        }
    }

    /** Data of a type, or of a type in a class, that is not known here: kept byte for byte (RFC 3597). */
    record Unknown(RecordType type, Octets bytes) implements RecordData {
        public Unknown {
            if (bytes.lengthBytes() > 0xffff) {
                throw new IllegalArgumentException("record data is at most 65535 bytes: " + bytes.lengthBytes());
            }
        }

        @Override
        public String toString() {
            return bytes.lengthBytes() == 0 ? "\\# 0" : "\\# " + bytes.lengthBytes() + " " + bytes.hex();
        }
    }

    private static void requireU16(int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("a 16-bit number is 0 to 65535: " + value);
        }
    }

    private static void requireCharacterString(Octets string) {
        if (string.lengthBytes() > 255) {
            throw new IllegalArgumentException("a character-string is at most 255 bytes: " + string.lengthBytes());
        }
    }
}
