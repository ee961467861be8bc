package dev.netrarium.sockets;

import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Resolver;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** What all faces of one host stand on: its sockets, its way of resolving names, and addresses in the JDK's form. */
record HostFace(HostSockets sockets, Resolver resolver) {
    /** The address with its name, asked of the host's resolver when it has not been resolved yet. */
    InetSocketAddress resolved(InetSocketAddress target) throws UnknownHostException, InterruptedIOException {
        return target.isUnresolved()
                ? new InetSocketAddress(resolve(target.getHostString()), target.getPort())
                : target;
    }

    /**
     * The first address of a name, which is the one that {@code java.net.Socket} takes too. A literal address stands for
     * itself, the empty name for the loopback address.
     */
    InetAddress resolve(String name) throws UnknownHostException, InterruptedIOException {
        if (name.isEmpty()) {
            return Ipv4Address.LOOPBACK.toInetAddress();
        }
        if (name.indexOf(':') >= 0) {
            return InetAddress.getByName(name); // a literal, or an error: nobody is asked
        }
        if (name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))) {
            try {
                return Ipv4Address.of(name).toInetAddress();
            } catch (IllegalArgumentException e) {
                UnknownHostException unknown = new UnknownHostException(name);
                unknown.initCause(e);
                throw unknown;
            }
        }
        try {
            List<IpAddress> addresses = resolver.resolve(name);
            if (addresses.isEmpty()) {
                throw new UnknownHostException(name);
            }
            return InetAddress.getByAddress(name, addresses.getFirst().toByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while resolving " + name);
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** Where to connect to; the wildcard address means this host, as for the kernel. */
    Endpoint remote(InetSocketAddress target) {
        InetAddress address = target.getAddress();
        if (address.isAnyLocalAddress()) {
            IpAddress own = address instanceof Inet6Address ? Ipv6Address.LOOPBACK : Ipv4Address.LOOPBACK;
            return Endpoint.of(own, target.getPort());
        }
        return endpoint(address, target.getPort());
    }

    /** Where to bind; the wildcard address takes both families, as in a JVM on a dual-stack kernel. */
    Endpoint local(InetAddress address, int port) {
        return address.isAnyLocalAddress() ? Endpoint.of(Ipv6Address.ANY, port) : endpoint(address, port);
    }

    /** An endpoint's address in the JDK's form; a zone becomes a scope. */
    InetAddress address(Endpoint endpoint) {
        NetInterface zone = endpoint.zone().isEmpty() ? null : sockets.host().interfaceNamed(endpoint.zone());
        if (zone != null && endpoint.address() instanceof Ipv6Address v6) {
            try {
                return Inet6Address.getByAddress(null, v6.toByteArray(), zone.index());
            } catch (UnknownHostException e) {
                throw new AssertionError("16 bytes are always legal", e);
            }
        }
        return endpoint.address().toInetAddress();
    }

    InetSocketAddress socketAddress(Endpoint endpoint) {
        return new InetSocketAddress(address(endpoint), endpoint.port());
    }

    private Endpoint endpoint(InetAddress address, int port) {
        String zone = "";
        if (address instanceof Inet6Address v6 && v6.getScopeId() != 0) {
            NetInterface named = sockets.host().interfaceAt(v6.getScopeId());
            zone = named == null ? "" : named.name();
        }
        return new Endpoint(IpAddress.of(address), port, zone);
    }
}
