package dev.netrarium.web.client;

import dev.netrarium.web.http1.Http1Limits;
import java.time.Duration;

/**
 * How a client behaves. Begin with {@link #defaults} and change what matters.
 *
 * @param limits          how much of a response's head is taken, and of its content
 * @param connectTimeout  how long opening a connection may take
 * @param headTimeout     how long the final response head may take, counted from the last byte of the request
 * @param bodyIdleTimeout how long the content may stand still
 * @param continueTimeout how long a request with {@code Expect: 100-continue} waits before it sends its content all the same
 * @param idleTimeout     how long an unused connection is kept
 * @param idlePerServer   how many unused connections are kept to one host and port
 * @param idleInAll       how many unused connections are kept altogether; the one unused longest goes first
 * @param maxRedirects    how many redirects are followed; 0 returns the first one as it is
 */
public record HttpClientOptions(
        Http1Limits limits,
        Duration connectTimeout,
        Duration headTimeout,
        Duration bodyIdleTimeout,
        Duration continueTimeout,
        Duration idleTimeout,
        int idlePerServer,
        int idleInAll,
        int maxRedirects) {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public HttpClientOptions {
        if (connectTimeout.isNegative()
                || headTimeout.isNegative()
                || bodyIdleTimeout.isNegative()
                || continueTimeout.isNegative()
                || idleTimeout.isNegative()
                || idlePerServer < 0
                || idleInAll < 0
                || maxRedirects < 0) {
            throw new IllegalArgumentException("a time or number is negative");
        }
    }

    /**
     * Half a minute to connect, a minute to the response head, half a minute without content, a second for {@code 100 Continue}; four unused
     * connections to a server and 16 in all are kept for half a minute, less than servers do; no redirects.
     */
    public static HttpClientOptions defaults() {
        return new HttpClientOptions(
                Http1Limits.ofClient(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                4,
                16,
                0);
    }

    /** These options, following up to {@code max} redirects. */
    public HttpClientOptions withMaxRedirects(int max) {
        return new HttpClientOptions(
                limits,
                connectTimeout,
                headTimeout,
                bodyIdleTimeout,
                continueTimeout,
                idleTimeout,
                idlePerServer,
                idleInAll,
                max);
    }

    /** These options with other times to connect, to the response head, and without content. */
    public HttpClientOptions withTimeouts(Duration connect, Duration head, Duration bodyIdle) {
        return new HttpClientOptions(
                limits, connect, head, bodyIdle, continueTimeout, idleTimeout, idlePerServer, idleInAll, maxRedirects);
    }

    /** These options with other limits. */
    public HttpClientOptions withLimits(Http1Limits newLimits) {
        return new HttpClientOptions(
                newLimits,
                connectTimeout,
                headTimeout,
                bodyIdleTimeout,
                continueTimeout,
                idleTimeout,
                idlePerServer,
                idleInAll,
                maxRedirects);
    }

    /** These options with other bounds for unused connections; 0 in all keeps none. */
    public HttpClientOptions withIdle(Duration timeout, int perServer, int inAll) {
        return new HttpClientOptions(
                limits,
                connectTimeout,
                headTimeout,
                bodyIdleTimeout,
                continueTimeout,
                timeout,
                perServer,
                inAll,
                maxRedirects);
    }
}
