package dev.netrarium.web.server;

import dev.netrarium.web.ByteLink;
import java.time.Instant;

/**
 * Serves HTTP/1.1 on connections that somebody else accepts, each in its caller's thread, until it is over:
 *
 * <pre>{@code
 * Http1Server server = new Http1Server(HttpServerOptions.defaults(), SocketByteLink.epoch());
 * while (true) {
 *     Socket socket = listener.accept();
 *     Thread.startVirtualThread(() -> server.serve(new SocketByteLink(socket), handler));
 * }
 * }</pre>
 */
public final class Http1Server {
    private final HttpServerOptions options;
    private final Instant epoch;

    /**
     * A server.
     *
     * @param options how it treats connections
     * @param epoch   the date and time at which the links' clocks show 0
     */
    public Http1Server(HttpServerOptions options, Instant epoch) {
        this.options = options;
        this.epoch = epoch;
    }

    /**
     * What became of a connection.
     *
     * @param requests how many requests were answered
     * @param end      why it ended
     */
    public record Served(int requests, String end) {}

    /**
     * Answers the requests of one connection, in order, and closes it. It throws nothing that a client can cause: a broken connection is an
     * ordinary end.
     */
    public Served serve(ByteLink link, HttpHandler handler) {
        return new ServerConnection(link, handler, options, epoch).run();
    }
}
