package dev.netrarium.cli.tools;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordClass;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What dig's command line asks for: its words come in any order, with {@code @} and {@code +} as marks. */
final class DigRequest {
    final List<String> given = new ArrayList<>();

    @Nullable String server;

    @Nullable DomainName name;

    @Nullable RecordType type;

    boolean brief;
    boolean trace;
    boolean recursion = true;
    boolean edns = true;
    boolean command = true;
    boolean comments = true;
    boolean question = true;
    boolean answer = true;
    boolean authority = true;
    boolean statistics = true;
    Transport transport = Transport.UDP;
    Duration time = Duration.ofSeconds(5);
    int tries = 3;

    /**
     * Reads the words.
     *
     * @param typeOption what follows {@code -t}
     * @param reverse what follows {@code -x}
     */
    static DigRequest of(List<String> words, @Nullable String typeOption, @Nullable String reverse) {
        DigRequest request = new DigRequest();
        words.forEach(request::word);
        if (typeOption != null) {
            request.type = readType(typeOption);
        }
        if (reverse != null) {
            request.name = DomainName.of(reverseName(reverse));
            request.type = RecordType.PTR;
            request.given.add("-x " + reverse);
        }
        return request;
    }

    /** The question; without a name dig asks for the root's servers. */
    Question query() {
        DomainName asked = name == null ? DomainName.ROOT : name;
        RecordType ofType = type != null ? type : name == null ? RecordType.NS : RecordType.A;
        return new Question(asked, ofType, RecordClass.IN);
    }

    private void word(String word) {
        given.add(word);
        if (word.startsWith("@")) {
            server = word.substring(1);
        } else if (word.startsWith("+")) {
            flag(word.substring(1));
        } else if (name != null && type == null || name == null && isType(word)) {
            type = readType(word);
        } else {
            try {
                name = DomainName.of(word.endsWith(".") ? word : word + ".");
            } catch (IllegalArgumentException e) {
                throw new ToolFailure(1, "'" + word + "' is not a legal name: " + e.getMessage(), e);
            }
        }
    }

    private static boolean isType(String word) {
        return RecordType.isMnemonic(word.toUpperCase(Locale.ROOT));
    }

    private static RecordType readType(String word) {
        try {
            return RecordType.of(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ToolFailure(1, "\"" + word + "\" is no record type such as A, AAAA, NS, MX or ANY", e);
        }
    }

    private void flag(String flag) {
        boolean on = !flag.startsWith("no");
        switch (on ? flag : flag.substring(2)) {
            case "short" -> brief = on;
            case "trace" -> trace = on;
            case "tcp", "vc" -> transport = on ? Transport.TCP : Transport.UDP;
            case "recurse", "rec", "rdflag" -> recursion = on;
            case "edns" -> edns = on;
            case "cmd" -> command = on;
            case "comments" -> comments = on;
            case "question" -> question = on;
            case "answer" -> answer = on;
            case "authority" -> authority = on;
            case "stats" -> statistics = on;
            case "all" -> {
                comments = on;
                question = on;
                answer = on;
                authority = on;
                statistics = on;
            }
            default -> {
                if (flag.startsWith("time=")) {
                    time = Duration.ofSeconds(Math.max(1, number(flag)));
                } else if (flag.startsWith("tries=")) {
                    tries = Math.max(1, number(flag));
                } else {
                    throw new ToolFailure(1, "Invalid option: +" + flag);
                }
            }
        }
    }

    private static int number(String flag) {
        String digits = flag.substring(flag.indexOf('=') + 1);
        if (digits.isEmpty() || digits.length() > 4 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new ToolFailure(1, "Couldn't parse the number in +" + flag);
        }
        return Integer.parseInt(digits);
    }

    /** {@code 80.2.0.192.in-addr.arpa.} (RFC 1035 §3.5), or nibbles under ip6.arpa (RFC 3596 §2.5). */
    private static String reverseName(String text) {
        IpAddress address = Target.literal(text);
        StringBuilder labels = new StringBuilder();
        switch (address) {
            case null -> throw new ToolFailure(1, "Invalid IP address " + text);
            case Ipv4Address v4 -> {
                for (int shift = 0; shift < 32; shift += 8) {
                    labels.append(v4.bits() >>> shift & 0xff).append('.');
                }
                labels.append("in-addr.arpa.");
            }
            case Ipv6Address v6 -> {
                for (int i = 0; i < 32; i++) {
                    long half = i < 16 ? v6.low() : v6.high();
                    labels.append(Character.forDigit((int) (half >>> (i % 16) * 4) & 0xf, 16))
                            .append('.');
                }
                labels.append("ip6.arpa.");
            }
        }
        return labels.toString();
    }
}
