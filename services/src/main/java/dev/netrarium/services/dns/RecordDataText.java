package dev.netrarium.services.dns;

import dev.netrarium.services.dns.RecordData.A;
import dev.netrarium.services.dns.RecordData.Aaaa;
import dev.netrarium.services.dns.RecordData.Caa;
import dev.netrarium.services.dns.RecordData.Cname;
import dev.netrarium.services.dns.RecordData.Hinfo;
import dev.netrarium.services.dns.RecordData.Mx;
import dev.netrarium.services.dns.RecordData.Ns;
import dev.netrarium.services.dns.RecordData.Ptr;
import dev.netrarium.services.dns.RecordData.Soa;
import dev.netrarium.services.dns.RecordData.Srv;
import dev.netrarium.services.dns.RecordData.Txt;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads record data from the words of a master file (RFC 1035 §5.1), or in the form {@code \# length hex} that any type
 * has (RFC 3597 §5).
 */
public final class RecordDataText {
    private final RecordType type;
    private final List<String> words;
    private final DomainName origin;
    private int at;

    private RecordDataText(RecordType type, List<String> words, DomainName origin) {
        this.type = type;
        this.words = words;
        this.origin = origin;
    }

    /**
     * The data that the words say.
     *
     * @param words the words behind the type, without quotes but with their escapes
     * @param origin what relative names end in
     * @throws IllegalArgumentException when they are not data of this type; the text says what is wrong
     */
    public static RecordData parse(RecordType type, List<String> words, DomainName origin) {
        RecordDataText text = new RecordDataText(type, words, origin);
        RecordData data = !words.isEmpty() && words.getFirst().equals("\\#") ? text.generic() : text.known();
        if (text.at != words.size()) {
            throw new IllegalArgumentException("too much data for " + type + ": \"" + words.get(text.at) + "\"");
        }
        return data;
    }

    private RecordData known() {
        return switch (type.code()) {
            case 1 -> new A(Ipv4Address.of(word()));
            case 28 -> new Aaaa(Ipv6Address.of(word()));
            case 2 -> new Ns(name());
            case 5 -> new Cname(name());
            case 6 -> new Soa(name(), name(), u32(), seconds(), seconds(), seconds(), seconds());
            case 12 -> new Ptr(name());
            case 13 -> new Hinfo(string(), string());
            case 15 -> new Mx(number(), name());
            case 16 -> new Txt(strings());
            case 33 -> new Srv(number(), number(), number(), name());
            case 257 -> new Caa(number(), word(), string());
            default -> throw new IllegalArgumentException("data of " + type + " must be written as \\# length hex");
        };
    }

    private RecordData generic() {
        at = 1;
        int length = number();
        StringBuilder hex = new StringBuilder();
        while (at < words.size()) {
            hex.append(word());
        }
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (bytes.length != length) {
            throw new IllegalArgumentException("\\# says " + length + " bytes, but there are " + bytes.length);
        }
        try {
            return RecordDataWire.read(new MessageReader(bytes, 0, length), type, RecordClass.IN, length);
        } catch (MalformedDnsException e) {
            throw new IllegalArgumentException("not data of " + type + ": " + e.getMessage(), e);
        }
    }

    private String word() {
        if (at == words.size()) {
            throw new IllegalArgumentException("data of " + type + " is incomplete");
        }
        return words.get(at++);
    }

    private DomainName name() {
        String word = word();
        return word.equals("@") ? origin : DomainName.of(word, origin);
    }

    private int number() {
        long number = unsigned(word());
        if (number > 0xffff) {
            throw new IllegalArgumentException("larger than 65535: " + number);
        }
        return (int) number;
    }

    private int u32() {
        return (int) unsigned(word());
    }

    private int seconds() {
        return seconds(word());
    }

    private List<Octets> strings() {
        List<Octets> strings = new ArrayList<>();
        do {
            strings.add(string());
        } while (at < words.size());
        return strings;
    }

    private Octets string() {
        String word = word();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '\\') {
                int escape = DomainName.escapedOctet(word, i);
                i += escape >>> 8;
                bytes.write(escape & 0xff);
            } else if (c > 0x7e) {
                throw new IllegalArgumentException("character " + (int) c + " must be written as \\DDD");
            } else {
                bytes.write(c);
            }
        }
        return Octets.of(bytes.toByteArray());
    }

    private static long unsigned(String word) {
        if (word.isEmpty() || word.length() > 10 || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("not a number: \"" + word + "\"");
        }
        long value = Long.parseLong(word);
        if (value > 0xffff_ffffL) {
            throw new IllegalArgumentException("does not fit in 32 bits: " + word);
        }
        return value;
    }

    /**
     * A time in seconds, or with units as in {@code 1h30m} (s m h d w).
     *
     * @throws IllegalArgumentException when it is neither, or longer than 2³¹−1 seconds
     */
    public static int seconds(String word) {
        long total = 0;
        int at = 0;
        while (at < word.length() || at == 0) {
            int digits = at;
            while (at < word.length() && word.charAt(at) >= '0' && word.charAt(at) <= '9') {
                at++;
            }
            long value = unsigned(word.substring(digits, at));
            boolean hasUnit = at < word.length();
            total += hasUnit ? value * unitSeconds(word.charAt(at)) : value;
            at += hasUnit ? 1 : 0;
            if (total > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("longer than 2^31-1 seconds: " + word);
            }
            if (!hasUnit && digits != 0) {
                throw new IllegalArgumentException("a unit is missing in \"" + word + "\"");
            }
        }
        return (int) total;
    }

    /** True for what {@link #seconds} could mean: a word that begins with a digit. */
    public static boolean looksLikeSeconds(String word) {
        return !word.isEmpty() && word.charAt(0) >= '0' && word.charAt(0) <= '9';
    }

    private static long unitSeconds(char unit) {
        return switch (unit) {
            case 's', 'S' -> 1;
            case 'm', 'M' -> 60;
            case 'h', 'H' -> 3600;
            case 'd', 'D' -> 86_400;
            case 'w', 'W' -> 604_800;
            default -> throw new IllegalArgumentException("not a unit of time: '" + unit + "'");
        };
    }
}
