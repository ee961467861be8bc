package dev.netrarium.stack.calls;

import static dev.netrarium.stack.calls.SocketConstants.IPPROTO_IP;
import static dev.netrarium.stack.calls.SocketConstants.IPPROTO_IPV6;
import static dev.netrarium.stack.calls.SocketConstants.SOL_SOCKET;

import dev.netrarium.stack.Errno;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.udp.UdpDatagram;
import dev.netrarium.stack.udp.UdpEndpoint;
import dev.netrarium.stack.udp.UdpException;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A UDP socket: fresh, or bound, by itself where its first use needs a port. */
final class DatagramDescriptor extends Descriptor {
    private static final byte[] NOTHING = {};

    /** Linux's SOCK_MIN_RCVBUF, half of it: what a program asks for is doubled. */
    private static final int MIN_BUFFER_BYTES = 1152;

    private final UdpDatagram holder = new UdpDatagram(NOTHING, 0, 0);
    private UdpSettings settings = UdpSettings.DEFAULT;
    private @Nullable UdpEndpoint endpoint;
    private boolean inputShut;
    private boolean outputShut;

    DatagramDescriptor(Host host, boolean v6) {
        super(host, v6);
    }

    @Override
    int bind(Endpoint local) {
        if (endpoint != null) {
            return fail(Errno.EINVAL);
        }
        if (!takes(local)) {
            return fail(Errno.EAFNOSUPPORT);
        }
        try {
            endpoint = host.udp().bind(local, settings);
            return 0;
        } catch (UdpException e) {
            return fail(e.errno());
        }
    }

    @Override
    int connect(long now, @Nullable Endpoint remote) {
        try {
            if (remote == null) { // AF_UNSPEC
                if (endpoint != null) {
                    endpoint.disconnect();
                }
                return 0;
            }
            if (!takes(remote)) {
                return fail(Errno.EAFNOSUPPORT);
            }
            bound().connect(remote);
            return 0;
        } catch (UdpException e) {
            return fail(e.errno());
        }
    }

    @Override
    int listen(int backlog) {
        return fail(Errno.EOPNOTSUPP);
    }

    @Override
    int send(long now, byte[] b, int at, int length, int flags, @Nullable Endpoint to) {
        if (outputShut) {
            return fail(Errno.EPIPE);
        }
        if ((flags & SocketConstants.MSG_MORE) != 0) {
            return fail(Errno.EOPNOTSUPP); // Linux would gather a datagram from several sends
        }
        try {
            bound().send(now, b, at, length, to);
            return length;
        } catch (UdpException e) {
            return fail(e.errno());
        }
    }

    @Override
    int receive(long now, byte[] b, int at, int length, int flags) {
        holder.into(b, at, length);
        int n = receiveFrom(now, holder, flags);
        holder.into(NOTHING, 0, 0);
        return n;
    }

    @Override
    int receiveFrom(long now, UdpDatagram into, int flags) {
        UdpEndpoint open = endpoint;
        if (open == null) {
            return inputShut ? 0 : fail(Errno.EAGAIN);
        }
        Errno error = open.takeError();
        if (error != null) {
            return fail(error);
        }
        boolean there = (flags & SocketConstants.MSG_PEEK) != 0 ? open.peek(into) : open.receive(into);
        if (!there) {
            return inputShut ? 0 : fail(Errno.EAGAIN);
        }
        return (flags & SocketConstants.MSG_TRUNC) != 0 ? into.fullLength() : into.length();
    }

    @Override
    int shutdown(long now, int how) {
        if (endpoint == null || endpoint.remote() == null) {
            return fail(Errno.ENOTCONN);
        }
        inputShut |= how != SocketConstants.SHUT_WR;
        outputShut |= how != SocketConstants.SHUT_RD;
        return 0;
    }

    @Override
    void close(long now) {
        if (endpoint != null) {
            endpoint.close(now);
        }
    }

    int join(long now, IpAddress group, int interfaceIndex) {
        try {
            bound().join(now, group, interfaceIndex);
            return 0;
        } catch (UdpException e) {
            return fail(e.errno());
        }
    }

    int leave(long now, IpAddress group, int interfaceIndex) {
        try {
            bound().leave(now, group, interfaceIndex);
            return 0;
        } catch (UdpException e) {
            return fail(e.errno());
        }
    }

    @Override
    int setOption(long now, int level, int name, int[] value) {
        UdpSettings changed;
        try {
            changed = changed(level, name, value[0]);
        } catch (IllegalArgumentException e) {
            return fail(Errno.EINVAL);
        }
        if (changed == null) {
            return fail(Errno.ENOPROTOOPT);
        }
        settings = changed;
        if (endpoint != null) {
            endpoint.configure(changed);
        }
        return 0;
    }

    @Override
    int getOption(long now, int level, int name, int[] value) {
        if (level == SOL_SOCKET && name == SocketConstants.SO_ERROR) {
            Errno error = endpoint == null ? null : endpoint.takeError();
            return put(value, error == null ? 0 : error.number());
        }
        Integer v = switch (level) {
            case SOL_SOCKET -> socketLevel(name);
            case IPPROTO_IP -> ipLevel(name);
            case IPPROTO_IPV6 -> ipv6Level(name);
            default -> null;
        };
        return v == null ? fail(Errno.ENOPROTOOPT) : put(value, v);
    }

    @Override
    int ioctl(long now, int request) {
        UdpEndpoint open = endpoint;
        return switch (request) {
            case SocketConstants.SIOCINQ -> open == null ? 0 : Math.max(0, open.nextLength());
            case SocketConstants.SIOCOUTQ -> open == null ? 0 : open.queuedBelowBytes();
            default -> fail(Errno.ENOTTY);
        };
    }

    @Override
    @Nullable Endpoint local() {
        return endpoint == null ? Endpoint.of(wildcard(), 0) : endpoint.local();
    }

    @Override
    @Nullable Endpoint remote() {
        return endpoint == null ? null : endpoint.remote();
    }

    @Override
    @Nullable Readiness readiness() {
        return endpoint;
    }

    @Override
    int freshBits() {
        return SocketConstants.POLLOUT;
    }

    private UdpEndpoint bound() throws UdpException {
        UdpEndpoint open = endpoint;
        if (open == null) {
            open = host.udp().bind(Endpoint.of(wildcard(), 0), settings);
            endpoint = open;
        }
        return Objects.requireNonNull(open);
    }

    private @Nullable UdpSettings changed(int level, int name, int v) {
        UdpSettings s = settings;
        boolean on = v != 0;
        return switch (level) {
            case SOL_SOCKET ->
                switch (name) {
                    case SocketConstants.SO_REUSEADDR -> s.withReuseAddress(on);
                    case SocketConstants.SO_BROADCAST -> s.withBroadcast(on);
                    case SocketConstants.SO_SNDBUF -> s.withSendBufferBytes(buffer(v));
                    case SocketConstants.SO_RCVBUF -> s.withReceiveBufferBytes(buffer(v));
                    case SocketConstants.SO_BINDTOIFINDEX -> s.withInterfaceIndex(v);
                    case SocketConstants.SO_KEEPALIVE, SocketConstants.SO_LINGER -> s; // mean nothing to UDP
                    default -> null;
                };
            case IPPROTO_IP ->
                switch (name) {
                    case SocketConstants.IP_TOS -> s.withTrafficClass(v & 0xff);
                    case SocketConstants.IP_TTL -> s.withTimeToLive(v == -1 ? 64 : v);
                    case SocketConstants.IP_RECVERR -> s.withReceiveErrors(on);
                    case SocketConstants.IP_MULTICAST_TTL -> s.withMulticastTimeToLive(v == -1 ? 1 : v);
                    case SocketConstants.IP_MULTICAST_LOOP -> s.withMulticastLoop(on);
                    default -> null;
                };
            case IPPROTO_IPV6 ->
                switch (name) {
                    case SocketConstants.IPV6_V6ONLY -> s.withV6Only(on);
                    case SocketConstants.IPV6_TCLASS -> s.withTrafficClass(v == -1 ? 0 : v);
                    case SocketConstants.IPV6_UNICAST_HOPS -> s.withTimeToLive(v == -1 ? 64 : v);
                    case SocketConstants.IPV6_RECVERR -> s.withReceiveErrors(on);
                    case SocketConstants.IPV6_MULTICAST_HOPS -> s.withMulticastTimeToLive(v == -1 ? 1 : v);
                    case SocketConstants.IPV6_MULTICAST_LOOP -> s.withMulticastLoop(on);
                    case SocketConstants.IPV6_MULTICAST_IF -> s.withMulticastInterfaceIndex(v);
                    default -> null;
                };
            default -> null;
        };
    }

    private @Nullable Integer socketLevel(int name) {
        return switch (name) {
            case SocketConstants.SO_REUSEADDR -> flag(settings.reuseAddress());
            case SocketConstants.SO_BROADCAST -> flag(settings.broadcast());
            case SocketConstants.SO_SNDBUF -> settings.sendBufferBytes();
            case SocketConstants.SO_RCVBUF -> settings.receiveBufferBytes();
            case SocketConstants.SO_BINDTOIFINDEX -> settings.interfaceIndex();
            case SocketConstants.SO_KEEPALIVE, SocketConstants.SO_LINGER, SocketConstants.SO_ACCEPTCONN -> 0;
            case SocketConstants.SO_TYPE -> SocketConstants.SOCK_DGRAM;
            case SocketConstants.SO_PROTOCOL -> SocketConstants.IPPROTO_UDP;
            case SocketConstants.SO_DOMAIN -> v6 ? SocketConstants.AF_INET6 : SocketConstants.AF_INET;
            default -> null;
        };
    }

    private @Nullable Integer ipLevel(int name) {
        return switch (name) {
            case SocketConstants.IP_TOS -> settings.trafficClass();
            case SocketConstants.IP_TTL -> settings.timeToLive();
            case SocketConstants.IP_RECVERR -> flag(settings.receiveErrors());
            case SocketConstants.IP_MULTICAST_TTL -> settings.multicastTimeToLive();
            case SocketConstants.IP_MULTICAST_LOOP -> flag(settings.multicastLoop());
            default -> null;
        };
    }

    private @Nullable Integer ipv6Level(int name) {
        return switch (name) {
            case SocketConstants.IPV6_V6ONLY -> flag(settings.v6Only());
            case SocketConstants.IPV6_TCLASS -> settings.trafficClass();
            case SocketConstants.IPV6_UNICAST_HOPS -> settings.timeToLive();
            case SocketConstants.IPV6_RECVERR -> flag(settings.receiveErrors());
            case SocketConstants.IPV6_MULTICAST_HOPS -> settings.multicastTimeToLive();
            case SocketConstants.IPV6_MULTICAST_LOOP -> flag(settings.multicastLoop());
            case SocketConstants.IPV6_MULTICAST_IF -> settings.multicastInterfaceIndex();
            default -> null;
        };
    }

    /** Linux doubles what a program asks for, to make room for overhead. */
    private static int buffer(int asked) {
        int bounded = Math.min(asked < 0 ? StreamOptions.MAX_BUFFER_BYTES : asked, StreamOptions.MAX_BUFFER_BYTES);
        return 2 * Math.max(MIN_BUFFER_BYTES, bounded);
    }
}
