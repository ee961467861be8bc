package dev.netrarium.cli.tools;

import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.IpProtocol;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The filter words of pcap-filter(7) that people use: {@code host}, {@code net}, {@code port} with {@code src} or {@code
 * dst} before them, {@code ip ip6 arp tcp udp icmp icmp6}, and {@code and or not ( )}. As there, {@code and} and {@code or}
 * have the same precedence and associate to the left.
 */
final class CaptureFilter {
    private static final int DEEPEST = 64;

    private final ArrayDeque<String> words = new ArrayDeque<>();
    private final Function<String, List<IpAddress>> names;
    private int depth;

    private enum Side {
        SOURCE,
        DESTINATION,
        EITHER
    }

    private CaptureFilter(List<String> arguments, Function<String, List<IpAddress>> names) {
        this.names = names;
        String text = String.join(" ", arguments)
                .replace("(", " ( ")
                .replace(")", " ) ")
                .replace("!", " not ")
                .replace("&&", " and ")
                .replace("||", " or ");
        for (String word : text.strip().split("\\s+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
    }

    /**
     * Reads a filter.
     *
     * @param names the addresses of a name; empty when it is unknown
     * @throws IllegalArgumentException when it cannot be understood; the text says where
     */
    static Predicate<FrameFacts> parse(List<String> arguments, Function<String, List<IpAddress>> names) {
        CaptureFilter filter = new CaptureFilter(arguments, names);
        if (filter.words.isEmpty()) {
            return _ -> true;
        }
        Predicate<FrameFacts> all = filter.expression();
        if (!filter.words.isEmpty()) {
            throw new IllegalArgumentException("syntax error before \"" + filter.words.peek() + "\"");
        }
        return all;
    }

    private Predicate<FrameFacts> expression() {
        Predicate<FrameFacts> left = term();
        while (true) {
            String word = words.peek();
            if ("and".equals(word)) {
                words.remove();
                left = left.and(term());
            } else if ("or".equals(word)) {
                words.remove();
                left = left.or(term());
            } else {
                return left;
            }
        }
    }

    private Predicate<FrameFacts> term() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("the filter is nested too deeply");
        }
        try {
            String word = next("a filter word");
            return switch (word) {
                case "not" -> term().negate();
                case "(" -> {
                    Predicate<FrameFacts> inner = expression();
                    if (!next("\")\"").equals(")")) {
                        throw new IllegalArgumentException("\")\" is missing");
                    }
                    yield inner;
                }
                default -> primitive(word);
            };
        } finally {
            depth--;
        }
    }

    private Predicate<FrameFacts> primitive(String word) {
        Predicate<FrameFacts> protocol = protocol(word);
        if (protocol != null) {
            // "tcp port 80" is short for "tcp and port 80".
            String following = words.peek();
            return following != null && startsPrimitive(following) ? protocol.and(primitive(words.remove())) : protocol;
        }
        return switch (word) {
            case "src" -> sided(Side.SOURCE, next("host, net, port or an address"));
            case "dst" -> sided(Side.DESTINATION, next("host, net, port or an address"));
            default -> sided(Side.EITHER, word);
        };
    }

    private static boolean startsPrimitive(String word) {
        return switch (word) {
            case "src", "dst", "host", "net", "port" -> true;
            default -> false;
        };
    }

    private static @Nullable Predicate<FrameFacts> protocol(String word) {
        return switch (word) {
            case "ip" -> f -> f.etherType() == EtherType.IPV4;
            case "ip6" -> f -> f.etherType() == EtherType.IPV6;
            case "arp" -> f -> f.etherType() == EtherType.ARP;
            case "tcp" -> f -> f.protocol() == IpProtocol.TCP;
            case "udp" -> f -> f.protocol() == IpProtocol.UDP;
            case "icmp" -> f -> f.etherType() == EtherType.IPV4 && f.protocol() == IpProtocol.ICMP;
            case "icmp6" -> f -> f.etherType() == EtherType.IPV6 && f.protocol() == IpProtocol.ICMPV6;
            default -> null;
        };
    }

    private Predicate<FrameFacts> sided(Side side, String word) {
        return switch (word) {
            case "host" -> host(side, next("a name or an address"));
            case "net" -> net(side, next("a prefix"));
            case "port" -> port(side, next("a port"));
            default -> {
                // "192.0.2.80" alone and "src www" are short for "host …".
                if (side == Side.EITHER && Target.literal(word) == null) {
                    throw new IllegalArgumentException("\"" + word + "\" is no filter word");
                }
                yield host(side, word);
            }
        };
    }

    private Predicate<FrameFacts> host(Side side, String name) {
        IpAddress literal = Target.literal(name);
        List<IpAddress> addresses = literal == null ? names.apply(name) : List.of(literal);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("unknown host '" + name + "'");
        }
        return address(side, addresses::contains);
    }

    private static Predicate<FrameFacts> net(Side side, String text) {
        IpPrefix prefix;
        try {
            prefix = IpPrefix.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no prefix such as 192.0.2.0/24", e);
        }
        return address(side, prefix::contains);
    }

    private static Predicate<FrameFacts> address(Side side, Predicate<IpAddress> wanted) {
        return f -> {
            IpAddress from = f.source();
            IpAddress to = f.destination();
            return side != Side.DESTINATION && from != null && wanted.test(from)
                    || side != Side.SOURCE && to != null && wanted.test(to);
        };
    }

    private static Predicate<FrameFacts> port(Side side, String text) {
        Integer port = Services.port(text);
        if (port == null) {
            throw new IllegalArgumentException("unknown port '" + text + "'");
        }
        int number = port;
        return f -> side != Side.DESTINATION && f.sourcePort() == number
                || side != Side.SOURCE && f.destinationPort() == number;
    }

    private String next(String wanted) {
        String word = words.poll();
        if (word == null) {
            throw new IllegalArgumentException("the filter ends where " + wanted + " should stand");
        }
        return word;
    }
}
