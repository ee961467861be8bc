package dev.netrarium.web;

import dev.netrarium.web.grammar.Chars;
import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The host of a URL (RFC 3986 §3.2.2): a name for the DNS, an IPv4 address, or an IPv6 address. It checks the text and does not look it
 * up.
 *
 * @param kind which of the three it is
 * @param text the name in lower case, or the address, an IPv6 address without its brackets
 */
public record UrlHost(Kind kind, String text) {
    /** What a host can be. */
    public enum Kind {
        /** A name that must be looked up. */
        NAME,
        /** Four decimal numbers. */
        IPV4,
        /** An address of RFC 4291, in brackets in the URL. */
        IPV6
    }

    /** The longest label (RFC 1035 §2.3.4). */
    private static final int LABEL_LENGTH = 63;
    /** The longest name in text: 255 octets of wire format less its length octets and root label. */
    private static final int NAME_LENGTH = 253;

    /**
     * Reads a host as it stands in an authority.
     *
     * @param text the host, an IPv6 address in brackets
     * @throws UrlSyntaxException if it is none of the three kinds
     */
    public static UrlHost parse(String text) {
        return parse(text, 0, text.length());
    }

    static UrlHost parse(String input, int from, int to) {
        if (from == to) {
            throw new UrlSyntaxException("no host", from, input);
        }
        if (input.charAt(from) == '[') {
            if (input.charAt(to - 1) != ']') {
                throw new UrlSyntaxException("no \"]\" after the IPv6 address", to, input);
            }
            String address = input.substring(from + 1, to - 1).toLowerCase(Locale.ROOT);
            String problem = problemWithIpv6(address);
            if (problem != null) {
                throw new UrlSyntaxException(problem, from + 1, input);
            }
            return new UrlHost(Kind.IPV6, address);
        }
        return nameOrIpv4(input, from, to);
    }

    private static UrlHost nameOrIpv4(String input, int from, int to) {
        String text = input.substring(from, to).toLowerCase(Locale.ROOT);
        int label = from;
        for (int i = from; i <= to; i++) {
            if (i == to || input.charAt(i) == '.') {
                // One dot may end a name: it says that the name is complete (RFC 1034 §3.1).
                if (i == label && !(i == to && i > from)) {
                    throw new UrlSyntaxException("an empty label in the host name", i, input);
                }
                if (i - label > LABEL_LENGTH) {
                    throw new UrlSyntaxException("a label of more than 63 characters in the host name", label, input);
                }
                label = i + 1;
            } else if (input.charAt(i) >= 0x80) {
                throw new UrlSyntaxException(notAscii(text), i, input);
            } else if (!isNameChar(input.charAt(i))) {
                throw new UrlSyntaxException(Chars.show(input.charAt(i)) + " is not allowed in a host name", i, input);
            }
        }
        if (text.length() > NAME_LENGTH) {
            throw new UrlSyntaxException("a host name of more than 253 characters", from, input);
        }
        if (!endsInNumber(text)) {
            return new UrlHost(Kind.NAME, text);
        }
        // As browsers do: a name whose last label is a number can only be meant as an address.
        String problem = problemWithIpv4(text);
        if (problem != null) {
            throw new UrlSyntaxException(problem, from, input);
        }
        return new UrlHost(Kind.IPV4, text);
    }

    private static boolean isNameChar(char c) {
        return Chars.isAlpha(c) || Chars.isDigit(c) || c == '-' || c == '_';
    }

    private static String notAscii(String text) {
        try {
            return "the host name is not ASCII: write it as \"" + IDN.toASCII(text) + "\"";
        } catch (IllegalArgumentException e) {
            return "the host name is not ASCII, and has no ASCII form";
        }
    }

    private static boolean endsInNumber(String text) {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return Chars.isDigits(name.substring(name.lastIndexOf('.') + 1));
    }

    private static @Nullable String problemWithIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return "an IPv4 address has four numbers, this has " + parts.length;
        }
        for (String part : parts) {
            if (!Chars.isDigits(part) || part.length() > 3 || Integer.parseInt(part) > 255) {
                return "\"" + part + "\" is not a number from 0 to 255";
            }
            if (part.length() > 1 && part.charAt(0) == '0') {
                return "\"" + part + "\" has a leading zero, which some read as octal";
            }
        }
        return null;
    }

    /** RFC 4291 §2.2: eight groups of up to four hexadecimal digits, one run of zero groups as "::", perhaps IPv4 at the end. */
    private static @Nullable String problemWithIpv6(String text) {
        if (text.indexOf('%') >= 0) {
            return "a zone has no place in a URL";
        }
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return "\"::\" twice in the IPv6 address";
        }
        int groups;
        if (gap < 0) {
            groups = groups(text, true);
        } else {
            int before = gap == 0 ? 0 : groups(text.substring(0, gap), false);
            int after = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2), true);
            groups = before < 0 || after < 0 ? -1 : before + after;
        }
        if (groups < 0) {
            return "\"" + text + "\" is not an IPv6 address";
        }
        if (gap < 0 && groups != 8) {
            return "an IPv6 address has eight groups, this has " + groups;
        }
        return gap >= 0 && groups > 7 ? "\"::\" stands for no group in the IPv6 address" : null;
    }

    /** The number of 16-bit groups, or -1 if one of them is none. */
    private static int groups(String text, boolean mayEndInIpv4) {
        String[] parts = text.split(":", -1);
        int groups = parts.length;
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && mayEndInIpv4 && parts[i].indexOf('.') >= 0) {
                if (problemWithIpv4(parts[i]) != null) {
                    return -1;
                }
                groups++;
            } else if (!isGroup(parts[i])) {
                return -1;
            }
        }
        return groups;
    }

    private static boolean isGroup(String part) {
        for (int i = 0; i < part.length(); i++) {
            if (!Chars.isHex(part.charAt(i))) {
                return false;
            }
        }
        return !part.isEmpty() && part.length() <= 4;
    }

    /** The host as it stands in a URL: an IPv6 address in brackets. */
    @Override
    public String toString() {
        return kind == Kind.IPV6 ? "[" + text + "]" : text;
    }
}
