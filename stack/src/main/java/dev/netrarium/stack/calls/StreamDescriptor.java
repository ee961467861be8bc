package dev.netrarium.stack.calls;

import dev.netrarium.stack.Errno;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.tcp.TcpBinding;
import dev.netrarium.stack.tcp.TcpConfig;
import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpError;
import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpInfo;
import dev.netrarium.stack.tcp.TcpListener;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.stack.tcp.TcpState;
import dev.netrarium.stack.udp.UdpDatagram;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import org.jspecify.annotations.Nullable;

/** A TCP socket: fresh, bound, listening, or with a connection. */
final class StreamDescriptor extends Descriptor {
    private TcpSettings settings = TcpSettings.DEFAULT;
    private @Nullable TcpBinding binding;
    private @Nullable TcpListener listener;
    private @Nullable TcpConnection connection;

    /** connect(2) has not yet told how it went. */
    private boolean connecting;

    /** MSG_MORE was given last: a partial segment waits for the next send. */
    private boolean more;

    StreamDescriptor(Host host, boolean v6) {
        super(host, v6);
    }

    private StreamDescriptor(Host host, boolean v6, TcpConnection accepted) {
        super(host, v6);
        this.connection = accepted;
        this.settings = accepted.settings();
    }

    @Override
    int bind(Endpoint local) {
        if (binding != null || listener != null || connection != null) {
            return fail(Errno.EINVAL);
        }
        if (!takes(local)) {
            return fail(Errno.EAFNOSUPPORT);
        }
        try {
            binding = host.tcp().bind(local, settings);
            return 0;
        } catch (TcpException e) {
            return fail(e);
        }
    }

    @Override
    int listen(int backlog) {
        TcpListener listening = listener;
        if (listening != null) {
            listening.backlog(backlog);
            return 0;
        }
        if (connection != null) {
            return fail(Errno.EINVAL);
        }
        try {
            TcpBinding bound = binding;
            listener = bound != null
                    ? host.tcp().listen(bound, backlog, settings)
                    : host.tcp().listen(Endpoint.of(wildcard(), 0), backlog, settings);
            binding = null;
            return 0;
        } catch (TcpException e) {
            return fail(e);
        }
    }

    /** The next connection; null with the errno in {@code error[0]} when there is none. */
    @Nullable Descriptor accept(int[] error) {
        TcpListener listening = listener;
        if (listening == null) {
            error[0] = fail(Errno.EINVAL);
            return null;
        }
        TcpConnection accepted = listening.accept();
        if (accepted == null) {
            error[0] = fail(Errno.EAGAIN);
            return null;
        }
        return new StreamDescriptor(host, v6, accepted);
    }

    @Override
    int connect(long now, @Nullable Endpoint remote) {
        if (listener != null) {
            return fail(Errno.EISCONN);
        }
        TcpConnection known = connection;
        if (known != null) {
            return connectAgain(known);
        }
        if (remote == null) {
            return fail(Errno.EINVAL);
        }
        Errno wrong = unfit(remote);
        if (wrong != null) {
            return fail(wrong);
        }
        try {
            TcpBinding bound = binding;
            TcpConnection made = bound != null
                    ? host.tcp().connect(now, bound, remote, settings)
                    : host.tcp().connect(now, remote, settings);
            connection = made;
            binding = null;
            connecting = true;
            return made.isDeferred() ? 0 : fail(Errno.EINPROGRESS);
        } catch (TcpException e) {
            return fail(e);
        }
    }

    /** What speaks against connecting there; null for nothing. */
    private @Nullable Errno unfit(Endpoint remote) {
        if (!takes(remote)) {
            return Errno.EAFNOSUPPORT;
        }
        return v6 && settings.v6Only() && remote.address().family() == IpFamily.IPV4 ? Errno.ENETUNREACH : null;
    }

    private int connectAgain(TcpConnection known) {
        if (!connecting || known.isDeferred()) {
            return fail(Errno.EISCONN);
        }
        TcpError error = known.takeError();
        if (error != null) {
            connecting = false;
            connection = null; // the socket can be used again, as on Linux
            return fail(errno(error));
        }
        if (known.state() == TcpState.SYN_SENT) {
            return fail(Errno.EALREADY);
        }
        connecting = false;
        return 0;
    }

    @Override
    int send(long now, byte[] b, int at, int length, int flags, @Nullable Endpoint to) {
        if ((flags & SocketConstants.MSG_FASTOPEN) != 0 || (connection != null && connection.isDeferred())) {
            return sendFirst(now, b, at, length, flags, to);
        }
        TcpConnection open = connection;
        if (open == null) {
            return fail(Errno.EPIPE);
        }
        try {
            boolean moreFollows = (flags & SocketConstants.MSG_MORE) != 0;
            if (moreFollows && !more) {
                open.configure(now, settings.withCork(true));
            }
            boolean urgent = (flags & SocketConstants.MSG_OOB) != 0;
            int n = urgent ? open.sendUrgent(now, b, at, length) : open.send(now, b, at, length);
            if (more && !moreFollows) {
                open.configure(now, settings);
            }
            more = moreFollows;
            return n == 0 && length > 0 ? fail(Errno.EAGAIN) : n;
        } catch (TcpException e) {
            return fail(e);
        }
    }

    /** MSG_FASTOPEN, or the first send after a connect that TCP_FASTOPEN_CONNECT put off: the SYN leaves. */
    private int sendFirst(long now, byte[] b, int at, int length, int flags, @Nullable Endpoint to) {
        TcpConnection known = connection;
        if (!host.tcp().isFastOpenClient()) {
            return fail(Errno.EOPNOTSUPP);
        }
        if (listener != null) {
            return fail(Errno.EISCONN);
        }
        try {
            if (known == null) {
                Errno wrong = to == null ? Errno.EINVAL : unfit(to);
                if (wrong != null || to == null) {
                    return fail(Errno.EINVAL);
                }
                known = host.tcp().connectWithData(now, binding, to, settings);
                connection = known;
                binding = null;
                connecting = true;
            } else if (!known.isDeferred()) {
                int connected = connectAgain(known);
                return connected < 0 ? connected : send(now, b, at, length, flags & ~SocketConstants.MSG_FASTOPEN, to);
            }
            int taken = known.send(now, b, at, length);
            return taken > 0 ? taken : fail(Errno.EINPROGRESS);
        } catch (TcpException e) {
            return fail(e);
        }
    }

    @Override
    int receive(long now, byte[] b, int at, int length, int flags) {
        TcpConnection open = connection;
        if (open == null) {
            return fail(Errno.ENOTCONN);
        }
        try {
            boolean peek = (flags & SocketConstants.MSG_PEEK) != 0;
            if ((flags & SocketConstants.MSG_OOB) != 0) {
                int urgent = open.receiveUrgent(b, at, length, peek);
                return urgent == 0 && length > 0 && (open.bits() & SocketConstants.POLLRDHUP) == 0
                        ? fail(Errno.EAGAIN)
                        : urgent;
            }
            int n = peek ? open.peek(b, at, length) : open.receive(now, b, at, length);
            if (n == TcpConnection.END_OF_STREAM) {
                return 0;
            }
            return n == 0 && length > 0 ? fail(Errno.EAGAIN) : n;
        } catch (TcpException e) {
            return fail(e);
        }
    }

    @Override
    int receiveFrom(long now, UdpDatagram into, int flags) {
        return fail(Errno.EOPNOTSUPP);
    }

    @Override
    int shutdown(long now, int how) {
        TcpListener listening = listener;
        if (listening != null) {
            if (how != SocketConstants.SHUT_WR) {
                listening.close(now); // Linux: a listener whose input is shut down is closed
                listener = null;
            }
            return 0;
        }
        TcpConnection open = connection;
        if (open == null) {
            return fail(Errno.ENOTCONN);
        }
        try {
            if (how != SocketConstants.SHUT_WR) {
                open.shutdownInput();
            }
            if (how != SocketConstants.SHUT_RD) {
                open.shutdownOutput(now);
            }
            return 0;
        } catch (TcpException e) {
            return fail(e);
        }
    }

    @Override
    void close(long now) {
        if (binding != null) {
            binding.release();
        }
        if (listener != null) {
            listener.close(now);
        }
        if (connection != null) {
            connection.close(now);
        }
    }

    @Override
    int setOption(long now, int level, int name, int[] value) {
        if (level == SocketConstants.IPPROTO_TCP && FastOpenOptions.isOne(name)) {
            boolean used = connection != null || (listener != null && name == SocketConstants.TCP_FASTOPEN_CONNECT);
            Errno wrong = FastOpenOptions.problem(host.tcp(), name, value, used);
            if (wrong != null) {
                return fail(wrong);
            }
        }
        if (level == SocketConstants.IPPROTO_TCP && name == SocketConstants.TCP_QUICKACK) {
            if (connection != null) {
                connection.quickAck(now, value[0]);
            }
            return 0;
        }
        TcpSettings changed;
        try {
            changed = StreamOptions.set(settings, host.tcp().config(), v6, level, name, value);
        } catch (IllegalArgumentException e) {
            return fail(Errno.EINVAL);
        }
        if (changed == null) {
            return fail(Errno.ENOPROTOOPT);
        }
        return changed(now, changed);
    }

    private int changed(long now, TcpSettings changed) {
        settings = changed;
        if (connection != null) {
            connection.configure(now, more ? changed.withCork(true) : changed);
        }
        if (listener != null) {
            listener.configure(changed);
        }
        return 0;
    }

    @Override
    int setOption(long now, int level, int name, String value) {
        if (level != SocketConstants.IPPROTO_TCP || name != SocketConstants.TCP_CONGESTION) {
            return fail(Errno.ENOPROTOOPT);
        }
        if (!TcpConfig.congestionControls().contains(value)) {
            return fail(Errno.ENOENT);
        }
        return changed(now, settings.withCongestionControl(value));
    }

    @Override
    int getOption(long now, int level, int name, StringBuilder value) {
        if (level != SocketConstants.IPPROTO_TCP || name != SocketConstants.TCP_CONGESTION) {
            return fail(Errno.ENOPROTOOPT);
        }
        String own = settings.congestionControl();
        value.append(
                connection != null
                        ? connection.congestionControl()
                        : own.isEmpty() ? host.tcp().config().congestionControl() : own);
        return 0;
    }

    @Override
    int getOption(long now, int level, int name, int[] value) {
        if (level == SocketConstants.SOL_SOCKET) {
            switch (name) {
                case SocketConstants.SO_ERROR -> {
                    TcpError error = connection == null ? null : connection.takeAnyError();
                    return put(value, error == null ? 0 : error.number());
                }
                case SocketConstants.SO_TYPE -> {
                    return put(value, SocketConstants.SOCK_STREAM);
                }
                case SocketConstants.SO_PROTOCOL -> {
                    return put(value, SocketConstants.IPPROTO_TCP);
                }
                case SocketConstants.SO_ACCEPTCONN -> {
                    return put(value, flag(listener != null));
                }
                default -> {}
            }
        }
        if (level == SocketConstants.IPPROTO_TCP && name == SocketConstants.TCP_MAXSEG && connection != null) {
            return put(value, connection.info(now).sendMssBytes());
        }
        TcpConnection open = connection;
        if (level == SocketConstants.IPPROTO_TCP && name == SocketConstants.TCP_QUICKACK) {
            return put(value, flag(open == null || open.isQuickAck()));
        }
        if ((level == SocketConstants.IPPROTO_IP && name == SocketConstants.IP_MTU)
                || (level == SocketConstants.IPPROTO_IPV6 && name == SocketConstants.IPV6_MTU)) {
            return open == null || remote() == null
                    ? fail(Errno.ENOTCONN)
                    : put(value, open.info(now).pathMtuBytes());
        }
        return StreamOptions.get(settings, host.tcp().config(), v6, level, name, value) ? 0 : fail(Errno.ENOPROTOOPT);
    }

    @Nullable TcpInfo info(long now) {
        return connection == null ? null : connection.info(now);
    }

    @Override
    int ioctl(long now, int request) {
        if (listener != null) {
            return fail(Errno.EINVAL);
        }
        TcpConnection open = connection;
        return switch (request) {
            case SocketConstants.SIOCINQ -> open == null ? 0 : open.available();
            case SocketConstants.SIOCATMARK -> flag(open != null && open.isAtUrgentMark());
            case SocketConstants.SIOCOUTQ -> open == null ? 0 : open.unacknowledgedBytes();
            case SocketConstants.SIOCOUTQNSD ->
                open == null ? 0 : open.info(now).notSentBytes();
            default -> fail(Errno.ENOTTY);
        };
    }

    @Override
    @Nullable Endpoint local() {
        if (connection != null) {
            return connection.local();
        }
        if (listener != null) {
            return listener.local();
        }
        return binding != null ? binding.local() : Endpoint.of(wildcard(), 0);
    }

    @Override
    @Nullable Endpoint remote() {
        TcpConnection open = connection;
        return open == null || open.state() == TcpState.SYN_SENT || open.state() == TcpState.CLOSED
                ? null
                : open.remote();
    }

    @Override
    @Nullable Readiness readiness() {
        return connection != null ? connection : listener;
    }

    /** As Linux: a TCP socket that was never connected is writable (sending fails) and hung up. */
    @Override
    int freshBits() {
        return SocketConstants.POLLOUT | SocketConstants.POLLHUP;
    }

    private static int fail(TcpException e) {
        return fail(errno(e.error()));
    }

    private static Errno errno(TcpError error) {
        return Errno.valueOf(error.errno());
    }
}
