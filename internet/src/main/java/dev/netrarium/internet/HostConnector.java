package dev.netrarium.internet;

import dev.netrarium.stack.Resolver;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.web.Authority;
import dev.netrarium.web.ByteLink;
import dev.netrarium.web.UrlHost;
import dev.netrarium.web.client.Connector;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Connects from a host of a world: looks the name up with the host's resolver and tries its addresses in turn. */
public final class HostConnector implements Connector {
    private final HostSockets sockets;
    private final Resolver resolver;

    public HostConnector(HostSockets sockets, Resolver resolver) {
        this.sockets = sockets;
        this.resolver = resolver;
    }

    @Override
    public ByteLink connect(Authority authority, Duration timeout) throws IOException {
        IOException last = null;
        for (IpAddress address : addresses(authority.host())) {
            try {
                Endpoint remote = Endpoint.of(address, authority.port());
                TcpSocket socket = sockets.connect(null, remote, TcpSettings.DEFAULT, timeout);
                return new TcpByteLink(socket, sockets.loop()::now);
            } catch (InterruptedIOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                last = last == null ? e : last; // a time-out: the next address may do
            } catch (IOException e) {
                last = last == null ? e : last;
            }
        }
        throw last != null ? last : new UnknownHostException(authority.host().text());
    }

    /** The addresses of a URL's host: itself when it is one. */
    private List<IpAddress> addresses(UrlHost host) throws IOException {
        if (host.kind() != UrlHost.Kind.NAME) {
            return List.of(IpAddress.of(host.text()));
        }
        try {
            return resolver.resolve(host.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while looking up " + host.text());
        }
    }
}
