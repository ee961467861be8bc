package dev.netrarium.cli.tools;

import dev.netrarium.internet.TcpByteLink;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.web.Authority;
import dev.netrarium.web.ByteLink;
import dev.netrarium.web.UrlHost;
import dev.netrarium.web.client.Connector;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens curl's connections, tells what it does, and keeps the times. */
final class CurlConnector implements Connector {
    /** curl's own limit, when none is given. */
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    private final ToolContext context;
    private final @Nullable IpFamily only;
    private final @Nullable Duration connectTimeout;
    private final CurlLog log;
    private final long begunNanos;
    private final long deadlineNanos;

    int connections;
    long lookedUpNanos;
    long connectedNanos;

    @Nullable Endpoint local;

    @Nullable Endpoint remote;

    /** @param deadlineNanos when the whole transfer must have ended */
    CurlConnector(
            ToolContext context,
            @Nullable IpFamily only,
            @Nullable Duration connectTimeout,
            CurlLog log,
            long deadlineNanos) {
        this.context = context;
        this.only = only;
        this.connectTimeout = connectTimeout;
        this.log = log;
        this.begunNanos = context.now();
        this.deadlineNanos = deadlineNanos;
    }

    @Override
    public ByteLink connect(Authority authority, Duration timeout) throws IOException {
        String host = authority.host().text();
        List<Target> targets = find(authority.host());
        lookedUpNanos = context.now();
        IOException last = null;
        for (Target target : targets) {
            Endpoint to = new Endpoint(target.address(), authority.port(), target.zone());
            log.info("  Trying " + to + "...");
            try {
                TcpSocket socket = context.sockets().connect(null, to, TcpSettings.DEFAULT, left());
                connectedNanos = context.now();
                local = socket.local();
                remote = to;
                log.info("Connected to " + host + " (" + target.address() + ") port " + authority.port() + " (#"
                        + connections++ + ")");
                return new UntilDeadline(new TcpByteLink(socket, context::now), deadlineNanos);
            } catch (SocketTimeoutException e) {
                last = e;
                break;
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                log.info("connect to " + target.address() + " port " + authority.port() + " failed: " + e.getMessage());
                last = e;
            }
        }
        throw failed(host, authority.port(), last);
    }

    private List<Target> find(UrlHost host) throws IOException {
        String text = host.text();
        try {
            return Target.find(context, text, only);
        } catch (UnknownHostException e) {
            throw log.failed(new CurlException(CurlException.COULD_NOT_RESOLVE, "Could not resolve host: " + text, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while looking up " + text);
        }
    }

    /** How long a connection may take yet. */
    private Duration left() {
        long now = context.now();
        long patience = (connectTimeout == null ? PATIENCE : connectTimeout).toNanos() - (now - begunNanos);
        return Duration.ofNanos(Math.max(1, Math.min(patience, deadlineNanos - now)));
    }

    private CurlException failed(String host, int port, @Nullable IOException why) {
        long millis = (context.now() - begunNanos) / 1_000_000;
        String cause = why == null ? "" : String.valueOf(why.getMessage());
        if (why instanceof SocketTimeoutException) {
            return log.failed(new CurlException(
                    CurlException.TIMED_OUT, "Connection timed out after " + millis + " milliseconds", why));
        }
        int code = cause.equals("Connection timed out") ? CurlException.TIMED_OUT : CurlException.COULD_NOT_CONNECT;
        return log.failed(new CurlException(
                code,
                "Failed to connect to " + host + " port " + port + " after " + millis
                        + " ms: Couldn't connect to server"));
    }

    /** A link on which no read lasts longer than the transfer may. */
    private record UntilDeadline(ByteLink link, long deadlineNanos) implements ByteLink {
        @Override
        public int read(byte[] b, int at, int length, long deadline) throws IOException {
            return link.read(b, at, length, Math.min(deadline, deadlineNanos));
        }

        @Override
        public void write(byte[] b, int at, int length) throws IOException {
            link.write(b, at, length);
        }

        @Override
        public void shutdownOutput() throws IOException {
            link.shutdownOutput();
        }

        @Override
        public long now() {
            return link.now();
        }

        @Override
        public void close() throws IOException {
            link.close();
        }
    }
}
