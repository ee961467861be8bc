package dev.netrarium.web;

import dev.netrarium.web.grammar.Chars;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An absolute URL with an authority (RFC 3986 §3), in its parts. The parts are kept as they were written, percent-encoding included;
 * only scheme and host are turned to lower case.
 *
 * @param scheme     how the resource is reached, in lower case
 * @param userInfo   what stands before {@code @}, or null
 * @param host       the host
 * @param port       the port to connect to: the written one, else the scheme's default, else {@link Authority#NO_PORT}
 * @param path       the path, empty or beginning with {@code /}
 * @param query      what follows {@code ?}, without it, or null
 * @param fragment   what follows {@code #}, without it, or null; never sent to a server
 */
public record Url(
        String scheme,
        @Nullable String userInfo,
        UrlHost host,
        int port,
        String path,
        @Nullable String query,
        @Nullable String fragment) {

    /**
     * Reads a URL.
     *
     * @param text such as {@code http://www.server.com:8080/a/b?c=d#e}
     * @throws UrlSyntaxException saying what is wrong and where
     */
    public static Url parse(String text) {
        int schemeEnd = schemeEnd(text);
        String scheme = text.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        int authority = schemeEnd + 3;
        int path = firstOf(text, "/?#", authority);
        int query = firstOf(text, "?#", path);
        int fragment = firstOf(text, "#", query);

        int at = text.lastIndexOf('@', path - 1);
        int host = at < authority ? authority : at + 1;
        if (at >= authority) {
            check(text, authority, at, "the user information", Part.USER_INFO);
        }
        if (host == path) {
            throw new UrlSyntaxException("no host after \"" + (at < authority ? "//" : "@") + "\"", host, text);
        }
        Authority place = Authority.parse(text, host, path);
        check(text, path, query, "a path", Part.PATH);
        check(text, Math.min(query + 1, fragment), fragment, "a query", Part.QUERY);
        check(text, Math.min(fragment + 1, text.length()), text.length(), "a fragment", Part.QUERY);
        return new Url(
                scheme,
                at < authority ? null : text.substring(authority, at),
                place.host(),
                place.port() == Authority.NO_PORT ? defaultPort(scheme) : place.port(),
                text.substring(path, query),
                query == fragment ? null : text.substring(query + 1, fragment),
                fragment == text.length() ? null : text.substring(fragment + 1));
    }

    /** The port that a scheme means when none is written, or {@link Authority#NO_PORT} for a scheme unknown here. */
    public static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http", "ws" -> 80;
            case "https", "wss" -> 443;
            case "ftp" -> 21;
            default -> Authority.NO_PORT;
        };
    }

    private static int schemeEnd(String text) {
        if (text.isBlank()) {
            throw new UrlSyntaxException("the URL is empty", 0, text);
        }
        int end = 0;
        while (end < text.length() && isSchemeChar(text.charAt(end), end)) {
            end++;
        }
        boolean isScheme = end > 0 && end < text.length() && text.charAt(end) == ':';
        if (isScheme && text.startsWith("//", end + 1)) {
            return end;
        }
        // "server:80" reads as scheme "server", but is meant as host and port.
        if (isScheme && !(end + 1 < text.length() && Chars.isDigit(text.charAt(end + 1)))) {
            throw new UrlSyntaxException("no \"//\" after \"" + text.substring(0, end) + ":\"", end + 1, text);
        }
        if (text.startsWith("://")) {
            throw new UrlSyntaxException("no scheme before \"://\"", 0, text);
        }
        String rest = text.startsWith("//") ? text.substring(2) : text;
        throw new UrlSyntaxException("no scheme: did you mean \"http://" + rest + "\"?", 0, text);
    }

    private static boolean isSchemeChar(char c, int at) {
        return Chars.isAlpha(c) || (at > 0 && (Chars.isDigit(c) || c == '+' || c == '-' || c == '.'));
    }

    private static int firstOf(String text, String ends, int from) {
        for (int i = from; i < text.length(); i++) {
            if (ends.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private enum Part {
        USER_INFO,
        PATH,
        QUERY;

        boolean allows(char c) {
            return switch (this) {
                case USER_INFO -> Chars.isUserInfo(c);
                case PATH -> Chars.isPathChar(c) || c == '/';
                case QUERY -> Chars.isPathChar(c) || c == '/' || c == '?';
            };
        }
    }

    private static void check(String text, int from, int to, String where, Part part) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (!PercentCoding.isEncodedAt(text, i) || i + 2 >= to) {
                    throw new UrlSyntaxException("\"%\" without two hexadecimal digits", i, text);
                }
            } else if (!part.allows(c)) {
                int end = text.offsetByCodePoints(i, 1);
                String encoded = PercentCoding.encode(text.substring(i, end));
                String shown = c < 0x80 ? Chars.show(c) : "\"" + text.substring(i, end) + "\"";
                throw new UrlSyntaxException(
                        shown + " is not allowed in " + where + ": write it as " + encoded, i, text);
            }
        }
    }

    /** The authority without user information and without the scheme's default port: the value of {@code Host} (RFC 9110 §7.2). */
    public Authority authority() {
        return new Authority(host, port == defaultPort(scheme) ? Authority.NO_PORT : port);
    }

    /** Path and query as a request to the origin server carries them: origin-form of RFC 9112 §3.2.1. */
    public String originForm() {
        return (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }

    /** The whole URL without user information and fragment, as a request to a proxy carries it: absolute-form of RFC 9112 §3.2.2. */
    public String absoluteForm() {
        return scheme + "://" + authority() + originForm();
    }

    /** Host and port, always with the port, as {@code CONNECT} carries them: authority-form of RFC 9112 §3.2.3. */
    public String authorityForm() {
        return new Authority(host, port).toString();
    }

    /**
     * Resolves a reference found in this resource, such as the value of {@code Location} (RFC 3986 §5.2).
     *
     * @param reference an absolute or relative reference
     * @throws UrlSyntaxException if the result is not a URL
     */
    public Url resolve(String reference) {
        int scheme = 0;
        while (scheme < reference.length() && isSchemeChar(reference.charAt(scheme), scheme)) {
            scheme++;
        }
        if (scheme > 0 && scheme < reference.length() && reference.charAt(scheme) == ':') {
            return withoutDots(parse(reference));
        }
        if (reference.startsWith("//")) {
            return withoutDots(parse(this.scheme + ":" + reference));
        }
        int query = firstOf(reference, "?#", 0);
        int fragment = firstOf(reference, "#", query);
        String referencePath = reference.substring(0, query);
        String newPath = path;
        if (referencePath.startsWith("/")) {
            newPath = removeDotSegments(referencePath);
        } else if (!referencePath.isEmpty()) {
            String folder = path.isEmpty() ? "/" : path.substring(0, path.lastIndexOf('/') + 1);
            newPath = removeDotSegments(folder + referencePath);
        }
        String oldQuery = referencePath.isEmpty() && query == fragment && this.query != null ? "?" + this.query : "";
        String base = new Url(this.scheme, userInfo, host, port, newPath, null, null).toString();
        return parse(base + oldQuery + reference.substring(query));
    }

    private static Url withoutDots(Url url) {
        return new Url(
                url.scheme, url.userInfo, url.host, url.port, removeDotSegments(url.path), url.query, url.fragment);
    }

    /**
     * Resolves the segments {@code .} and {@code ..} (RFC 3986 §5.2.4); they never climb above the root.
     *
     * @param path empty, or beginning with {@code /}
     */
    public static String removeDotSegments(String path) {
        StringBuilder out = new StringBuilder(path.length());
        int at = 0;
        while (at < path.length()) {
            int next = path.indexOf('/', at + 1);
            int end = next < 0 ? path.length() : next;
            String segment = path.substring(at, end);
            boolean up = segment.equals("/..");
            if (up) {
                out.setLength(Math.max(0, out.lastIndexOf("/")));
            }
            if (!up && !segment.equals("/.")) {
                out.append(segment);
            } else if (next < 0) {
                out.append('/');
            }
            at = end;
        }
        return out.toString();
    }

    /** The URL as text again; a port that is the scheme's default is left out. */
    @Override
    public String toString() {
        return scheme
                + "://"
                + (userInfo == null ? "" : userInfo + "@")
                + authority()
                + path
                + (query == null ? "" : "?" + query)
                + (fragment == null ? "" : "#" + fragment);
    }
}
