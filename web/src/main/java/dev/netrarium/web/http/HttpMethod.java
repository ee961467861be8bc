package dev.netrarium.web.http;

import dev.netrarium.web.grammar.Chars;

/**
 * What a request asks for (RFC 9110 §9). Any token is a method; names are case-sensitive.
 *
 * @param name a token
 */
public record HttpMethod(String name) {
    /** Transfer a representation of the resource. */
    public static final HttpMethod GET = new HttpMethod("GET");
    /** Like GET, without the content of the response. */
    public static final HttpMethod HEAD = new HttpMethod("HEAD");
    /** Process the content in the resource's own way. */
    public static final HttpMethod POST = new HttpMethod("POST");
    /** Replace the resource's state. */
    public static final HttpMethod PUT = new HttpMethod("PUT");
    /** Remove the resource's state. */
    public static final HttpMethod DELETE = new HttpMethod("DELETE");
    /** Make a tunnel to the server named by the target. */
    public static final HttpMethod CONNECT = new HttpMethod("CONNECT");
    /** Describe what can be done with the resource. */
    public static final HttpMethod OPTIONS = new HttpMethod("OPTIONS");
    /** Send the request back as it was received. */
    public static final HttpMethod TRACE = new HttpMethod("TRACE");
    /** Change the resource in part (RFC 5789). */
    public static final HttpMethod PATCH = new HttpMethod("PATCH");

    /**
     * Names a method.
     *
     * @throws IllegalArgumentException if {@code name} is not a token
     */
    public HttpMethod {
        if (!Chars.isToken(name)) {
            throw new IllegalArgumentException("the method \"" + name + "\" is not a token");
        }
    }

    /** The method of this name; the usual ones are the constants above. */
    public static HttpMethod of(String name) {
        return switch (name) {
            case "GET" -> GET;
            case "HEAD" -> HEAD;
            case "POST" -> POST;
            case "PUT" -> PUT;
            case "DELETE" -> DELETE;
            case "CONNECT" -> CONNECT;
            case "OPTIONS" -> OPTIONS;
            case "TRACE" -> TRACE;
            case "PATCH" -> PATCH;
            default -> new HttpMethod(name);
        };
    }

    /** Whether the client asks for no change (RFC 9110 §9.2.1). */
    public boolean isSafe() {
        return switch (name) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }

    /** Whether asking twice means what asking once means (RFC 9110 §9.2.2), so that a lost request may be sent again. */
    public boolean isIdempotent() {
        return isSafe() || name.equals("PUT") || name.equals("DELETE");
    }

    @Override
    public String toString() {
        return name;
    }
}
