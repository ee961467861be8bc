package dev.netrarium.web.http;

/**
 * The status code of a response (RFC 9110 §15).
 *
 * @param code 100 to 999; those from 600 on are not defined and read as a server's error
 */
public record Status(int code) {
    public static final Status CONTINUE = new Status(100);
    public static final Status SWITCHING_PROTOCOLS = new Status(101);
    public static final Status EARLY_HINTS = new Status(103);
    public static final Status OK = new Status(200);
    public static final Status CREATED = new Status(201);
    public static final Status ACCEPTED = new Status(202);
    public static final Status NO_CONTENT = new Status(204);
    public static final Status PARTIAL_CONTENT = new Status(206);
    public static final Status MOVED_PERMANENTLY = new Status(301);
    public static final Status FOUND = new Status(302);
    public static final Status SEE_OTHER = new Status(303);
    public static final Status NOT_MODIFIED = new Status(304);
    public static final Status TEMPORARY_REDIRECT = new Status(307);
    public static final Status PERMANENT_REDIRECT = new Status(308);
    public static final Status BAD_REQUEST = new Status(400);
    public static final Status UNAUTHORIZED = new Status(401);
    public static final Status FORBIDDEN = new Status(403);
    public static final Status NOT_FOUND = new Status(404);
    public static final Status METHOD_NOT_ALLOWED = new Status(405);
    public static final Status REQUEST_TIMEOUT = new Status(408);
    public static final Status CONFLICT = new Status(409);
    public static final Status LENGTH_REQUIRED = new Status(411);
    public static final Status PRECONDITION_FAILED = new Status(412);
    public static final Status CONTENT_TOO_LARGE = new Status(413);
    public static final Status URI_TOO_LONG = new Status(414);
    public static final Status RANGE_NOT_SATISFIABLE = new Status(416);
    public static final Status EXPECTATION_FAILED = new Status(417);
    public static final Status REQUEST_HEADER_FIELDS_TOO_LARGE = new Status(431);
    public static final Status INTERNAL_SERVER_ERROR = new Status(500);
    public static final Status NOT_IMPLEMENTED = new Status(501);
    public static final Status BAD_GATEWAY = new Status(502);
    public static final Status SERVICE_UNAVAILABLE = new Status(503);
    public static final Status GATEWAY_TIMEOUT = new Status(504);
    public static final Status HTTP_VERSION_NOT_SUPPORTED = new Status(505);

    /**
     * Names a status.
     *
     * @throws IllegalArgumentException if {@code code} has not three digits
     */
    public Status {
        if (code < 100 || code > 999) {
            throw new IllegalArgumentException("a status code has three digits and is at least 100: " + code);
        }
    }

    /** Whether a final response still follows (1xx). */
    public boolean isInformational() {
        return code < 200;
    }

    /** Whether the request was understood and done (2xx). */
    public boolean isSuccessful() {
        return code >= 200 && code < 300;
    }

    /** Whether the client must do more (3xx). */
    public boolean isRedirection() {
        return code >= 300 && code < 400;
    }

    /** Whether the client or the server failed (4xx, 5xx and beyond). */
    public boolean isError() {
        return code >= 400;
    }

    /** The usual reason phrase, from the registry of status codes; empty where it has none. */
    public String reason() {
        return switch (code) {
            case 100 -> "Continue";
            case 101 -> "Switching Protocols";
            case 102 -> "Processing";
            case 103 -> "Early Hints";
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 203 -> "Non-Authoritative Information";
            case 204 -> "No Content";
            case 205 -> "Reset Content";
            case 206 -> "Partial Content";
            case 207 -> "Multi-Status";
            case 208 -> "Already Reported";
            case 226 -> "IM Used";
            case 300 -> "Multiple Choices";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 305 -> "Use Proxy";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 402 -> "Payment Required";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 407 -> "Proxy Authentication Required";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 411 -> "Length Required";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 416 -> "Range Not Satisfiable";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            case 423 -> "Locked";
            case 424 -> "Failed Dependency";
            case 425 -> "Too Early";
            case 426 -> "Upgrade Required";
            case 428 -> "Precondition Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 451 -> "Unavailable For Legal Reasons";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            case 506 -> "Variant Also Negotiates";
            case 507 -> "Insufficient Storage";
            case 508 -> "Loop Detected";
            case 511 -> "Network Authentication Required";
            default -> "";
        };
    }

    /** Code and reason phrase. */
    @Override
    public String toString() {
        return reason().isEmpty() ? Integer.toString(code) : code + " " + reason();
    }
}
