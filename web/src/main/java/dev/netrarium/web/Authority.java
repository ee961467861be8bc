package dev.netrarium.web;

import dev.netrarium.web.grammar.Chars;

/**
 * A host and perhaps a port: {@code www.server.com:8080}, {@code [2001:db8::1]}. It is the authority of a URL without user information,
 * the value of the {@code Host} field (RFC 9110 §7.2), and the target of {@code CONNECT} (RFC 9112 §3.2.3).
 *
 * @param host the host
 * @param port 1 to 65535, or {@link #NO_PORT}
 */
public record Authority(UrlHost host, int port) {
    /** The port where none is written. */
    public static final int NO_PORT = -1;

    /**
     * Reads {@code host[:port]}.
     *
     * @throws UrlSyntaxException saying what is wrong and where
     */
    public static Authority parse(String text) {
        return parse(text, 0, text.length());
    }

    static Authority parse(String input, int from, int to) {
        int hostEnd = hostEnd(input, from, to);
        UrlHost host = UrlHost.parse(input, from, hostEnd);
        // "host:" with nothing behind is legal and means the default port (RFC 3986 §3.2.3).
        int port = hostEnd + 1 >= to ? NO_PORT : port(input, hostEnd + 1, to);
        return new Authority(host, port);
    }

    private static int hostEnd(String input, int from, int to) {
        int end = from;
        if (from < to && input.charAt(from) == '[') {
            int bracket = input.indexOf(']', from);
            if (bracket < 0 || bracket >= to) {
                throw new UrlSyntaxException("no \"]\" after the IPv6 address", to, input);
            }
            end = bracket + 1;
            if (end < to && input.charAt(end) != ':') {
                throw new UrlSyntaxException("only a port may follow the IPv6 address", end, input);
            }
            return end;
        }
        while (end < to && input.charAt(end) != ':') {
            end++;
        }
        int last = input.lastIndexOf(':', to - 1);
        if (last > end) {
            throw new UrlSyntaxException("two \":\" in the host: an IPv6 address stands in brackets", last, input);
        }
        return end;
    }

    private static int port(String input, int from, int to) {
        int port = 0;
        for (int i = from; i < to; i++) {
            if (!Chars.isDigit(input.charAt(i))) {
                throw new UrlSyntaxException("the port is not a number", from, input);
            }
            port = Math.min(port * 10 + (input.charAt(i) - '0'), 65536);
        }
        if (port < 1 || port > 65535) {
            throw new UrlSyntaxException("the port is not from 1 to 65535", from, input);
        }
        return port;
    }

    @Override
    public String toString() {
        return port == NO_PORT ? host.toString() : host + ":" + port;
    }
}
