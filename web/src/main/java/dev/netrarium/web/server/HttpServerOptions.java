package dev.netrarium.web.server;

import dev.netrarium.web.http1.Http1Limits;
import java.time.Duration;

/**
 * How a server treats its connections. Begin with {@link #defaults} and change what matters.
 *
 * @param limits             how much of a request is taken
 * @param idleTimeout        how long a connection may wait for its next request; it is closed without a word
 * @param headTimeout        how long a head may take from its first byte to its last, however busily it trickles; then 408
 * @param bodyIdleTimeout    how long content may stand still; then 408
 * @param bodyBytesPerSecond the slowest that content may come on average after {@code bodyIdleTimeout}; then 408; 0 for any
 * @param maxRequests        how many requests a connection carries
 * @param lingerTimeout      how long a closing connection still reads
 * @param lingerBytes        how much it still reads, and how much unwanted content is read to keep a connection. Without that, bytes that
 *                           arrive at a closed socket make it reset the connection, and the client may lose the response (RFC 9112 §9.6)
 * @param name               the value of {@code Server}; empty for none
 */
public record HttpServerOptions(
        Http1Limits limits,
        Duration idleTimeout,
        Duration headTimeout,
        Duration bodyIdleTimeout,
        int bodyBytesPerSecond,
        int maxRequests,
        Duration lingerTimeout,
        int lingerBytes,
        String name) {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is negative, or not one request is allowed
     */
    public HttpServerOptions {
        if (idleTimeout.isNegative()
                || headTimeout.isNegative()
                || bodyIdleTimeout.isNegative()
                || bodyBytesPerSecond < 0
                || maxRequests < 1
                || lingerTimeout.isNegative()
                || lingerBytes < 0) {
            throw new IllegalArgumentException("a time or number is negative, or not one request is allowed");
        }
    }

    /**
     * A minute idle, ten seconds for a head, half a minute without content and 240 bytes per second of it, a thousand requests, two
     * seconds and 1 MiB to linger.
     */
    public static HttpServerOptions defaults() {
        return new HttpServerOptions(
                Http1Limits.ofServer(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                240,
                1000,
                Duration.ofSeconds(2),
                1024 * 1024,
                "Netrarium");
    }

    /** These options with other limits. */
    public HttpServerOptions withLimits(Http1Limits newLimits) {
        return new HttpServerOptions(
                newLimits,
                idleTimeout,
                headTimeout,
                bodyIdleTimeout,
                bodyBytesPerSecond,
                maxRequests,
                lingerTimeout,
                lingerBytes,
                name);
    }

    /** These options with other times to wait for a request, for its head, and for content that stands still. */
    public HttpServerOptions withTimeouts(Duration idle, Duration head, Duration bodyIdle) {
        return new HttpServerOptions(
                limits, idle, head, bodyIdle, bodyBytesPerSecond, maxRequests, lingerTimeout, lingerBytes, name);
    }

    /** These options with another number of requests per connection; 1 closes after each. */
    public HttpServerOptions withMaxRequests(int max) {
        return new HttpServerOptions(
                limits,
                idleTimeout,
                headTimeout,
                bodyIdleTimeout,
                bodyBytesPerSecond,
                max,
                lingerTimeout,
                lingerBytes,
                name);
    }

    /** These options with other bounds for what is read before a connection closes. */
    public HttpServerOptions withLinger(Duration timeout, int bytes) {
        return new HttpServerOptions(
                limits,
                idleTimeout,
                headTimeout,
                bodyIdleTimeout,
                bodyBytesPerSecond,
                maxRequests,
                timeout,
                bytes,
                name);
    }
}
