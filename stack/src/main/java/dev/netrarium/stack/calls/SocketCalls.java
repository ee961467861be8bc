package dev.netrarium.stack.calls;

import dev.netrarium.stack.Errno;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.Loop;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.tcp.TcpInfo;
import dev.netrarium.stack.udp.UdpDatagram;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The socket calls of one program on a host, by Linux's names. A call returns what the kernel's would, or a negative
 * errno number ({@code -}{@link Errno#EAGAIN}); none blocks: where the kernel would put the program to sleep, the answer
 * is {@code -EAGAIN} (for connect {@code -EINPROGRESS}), whether O_NONBLOCK is set or not. To wait, wait for
 * {@link #readiness}.
 *
 * <p>Called with the loop's baton held; the host is poked here.
 */
public final class SocketCalls {
    /** Linux's soft RLIMIT_NOFILE. */
    public static final int DEFAULT_MAX_DESCRIPTORS = 1024;

    private final Host host;
    private final Loop loop;
    private final DescriptorTable table;
    private final int[] error = new int[1];

    public SocketCalls(Host host, Loop loop) {
        this(host, loop, DEFAULT_MAX_DESCRIPTORS);
    }

    /**
     * @param maxDescriptors descriptors are less than this number; beyond, calls answer {@code -EMFILE}
     */
    public SocketCalls(Host host, Loop loop, int maxDescriptors) {
        this.host = host;
        this.loop = loop;
        this.table = new DescriptorTable(maxDescriptors);
    }

    /**
     * Makes a socket.
     *
     * @param domain AF_INET or AF_INET6
     * @param type SOCK_STREAM or SOCK_DGRAM, perhaps with SOCK_NONBLOCK and SOCK_CLOEXEC
     * @param protocol 0, IPPROTO_TCP or IPPROTO_UDP
     * @return the descriptor, the lowest that is free
     */
    public int socket(int domain, int type, int protocol) {
        if (domain != SocketConstants.AF_INET && domain != SocketConstants.AF_INET6) {
            return -Errno.EAFNOSUPPORT.number();
        }
        boolean v6 = domain == SocketConstants.AF_INET6;
        int kind = type & ~(SocketConstants.SOCK_NONBLOCK | SocketConstants.SOCK_CLOEXEC);
        int natural = kind == SocketConstants.SOCK_STREAM ? SocketConstants.IPPROTO_TCP : SocketConstants.IPPROTO_UDP;
        if (kind != SocketConstants.SOCK_STREAM && kind != SocketConstants.SOCK_DGRAM) {
            return -Errno.ESOCKTNOSUPPORT.number();
        }
        if (protocol != 0 && protocol != natural) {
            return -Errno.EPROTONOSUPPORT.number();
        }
        Descriptor made =
                kind == SocketConstants.SOCK_STREAM ? new StreamDescriptor(host, v6) : new DatagramDescriptor(host, v6);
        made.nonBlocking = (type & SocketConstants.SOCK_NONBLOCK) != 0;
        return table.add(made);
    }

    public int bind(int fd, Endpoint local) {
        Descriptor d = table.get(fd);
        return d == null ? badDescriptor() : d.bind(local);
    }

    public int listen(int fd, int backlog) {
        Descriptor d = table.get(fd);
        return d == null ? badDescriptor() : d.listen(backlog);
    }

    /** Takes the next connection; its peer is told by {@link #getpeername}. */
    public int accept(int fd) {
        return accept4(fd, 0);
    }

    /**
     * Takes the next connection.
     *
     * @param flags 0 or SOCK_NONBLOCK
     */
    public int accept4(int fd, int flags) {
        Descriptor d = table.get(fd);
        if (d == null) {
            return badDescriptor();
        }
        if (!(d instanceof StreamDescriptor stream)) {
            return -Errno.EOPNOTSUPP.number();
        }
        if (table.isFull()) {
            return -Errno.EMFILE.number(); // and the connection waits on
        }
        Descriptor accepted = stream.accept(error);
        if (accepted == null) {
            return error[0];
        }
        accepted.nonBlocking = (flags & SocketConstants.SOCK_NONBLOCK) != 0;
        return table.add(accepted);
    }

    /**
     * Connects.
     *
     * @param remote null is AF_UNSPEC: it undoes the connection of a UDP socket
     * @return for TCP {@code -EINPROGRESS}, then {@code -EALREADY} while it lasts, 0 or the error once, {@code -EISCONN}
     */
    public int connect(int fd, @Nullable Endpoint remote) {
        Descriptor d = table.get(fd);
        return d == null ? badDescriptor() : poked(d.connect(loop.now(), remote));
    }

    /** recv without flags. */
    public int read(int fd, byte[] b, int at, int length) {
        return recv(fd, b, at, length, 0);
    }

    /**
     * Receives.
     *
     * @param flags MSG_PEEK, MSG_DONTWAIT, MSG_NOSIGNAL; for datagrams MSG_TRUNC
     * @return bytes, 0 at the end of a stream
     */
    public int recv(int fd, byte[] b, int at, int length, int flags) {
        Objects.checkFromIndexSize(at, length, b.length);
        Descriptor d = table.get(fd);
        return d == null ? badDescriptor() : poked(d.receive(loop.now(), b, at, length, flags));
    }

    /** Receives a datagram with its addresses, TTL and traffic class. */
    public int recvfrom(int fd, UdpDatagram into, int flags) {
        Descriptor d = table.get(fd);
        return d == null ? badDescriptor() : d.receiveFrom(loop.now(), into, flags);
    }

    /** send without flags. */
    public int write(int fd, byte[] b, int at, int length) {
        return send(fd, b, at, length, 0);
    }

    /**
     * Sends.
     *
     * @param flags MSG_MORE, MSG_DONTWAIT, MSG_NOSIGNAL (no signal is ever raised)
     * @return bytes taken
     */
    public int send(int fd, byte[] b, int at, int length, int flags) {
        return sendto(fd, b, at, length, flags, null);
    }

    /** Sends to an address; TCP ignores it. */
    public int sendto(int fd, byte[] b, int at, int length, int flags, @Nullable Endpoint to) {
        Objects.checkFromIndexSize(at, length, b.length);
        Descriptor d = table.get(fd);
        return d == null ? badDescriptor() : poked(d.send(loop.now(), b, at, length, flags, to));
    }

    /**
     * Ends one or both directions.
     *
     * @param how SHUT_RD, SHUT_WR or SHUT_RDWR
     */
    public int shutdown(int fd, int how) {
        Descriptor d = table.get(fd);
        if (d == null) {
            return badDescriptor();
        }
        if (how < SocketConstants.SHUT_RD || how > SocketConstants.SHUT_RDWR) {
            return -Errno.EINVAL.number();
        }
        return poked(d.shutdown(loop.now(), how));
    }

    public int close(int fd) {
        Descriptor d = table.remove(fd);
        if (d == null) {
            return badDescriptor();
        }
        d.close(loop.now());
        return poked(0);
    }

    /** Closes everything, as the end of the program does. */
    public void closeAll() {
        for (int fd = table.lowest(); fd >= 0; fd = table.lowest()) {
            close(fd);
        }
    }

    /** Sets an option that is a number. */
    public int setsockopt(int fd, int level, int name, int value) {
        return setsockopt(fd, level, name, new int[] {value});
    }

    /**
     * Sets an option.
     *
     * @param value one number; for SO_LINGER two: on or off, and seconds
     */
    public int setsockopt(int fd, int level, int name, int[] value) {
        Descriptor d = table.get(fd);
        return d == null ? badDescriptor() : poked(d.setOption(loop.now(), level, name, value));
    }

    /** Sets an option whose value is text: TCP_CONGESTION. */
    public int setsockopt(int fd, int level, int name, String value) {
        Descriptor d = table.get(fd);
        return d == null ? badDescriptor() : poked(d.setOption(loop.now(), level, name, value));
    }

    /** Asks for an option whose value is text, which is appended to {@code value}. */
    public int getsockopt(int fd, int level, int name, StringBuilder value) {
        Descriptor d = table.get(fd);
        return d == null ? badDescriptor() : d.getOption(loop.now(), level, name, value);
    }

    /**
     * Asks for an option.
     *
     * @param value where to put it: one number, for SO_LINGER two
     */
    public int getsockopt(int fd, int level, int name, int[] value) {
        Descriptor d = table.get(fd);
        return d == null ? badDescriptor() : d.getOption(loop.now(), level, name, value);
    }

    /** {@code getsockopt(TCP_INFO)}; null when there is no connection. */
    public @Nullable TcpInfo tcpInfo(int fd) {
        return table.get(fd) instanceof StreamDescriptor stream ? stream.info(loop.now()) : null;
    }

    /** IP_ADD_MEMBERSHIP and IPV6_JOIN_GROUP; index 0 lets the routes choose. */
    public int joinGroup(int fd, IpAddress group, int interfaceIndex) {
        return table.get(fd) instanceof DatagramDescriptor datagrams
                ? poked(datagrams.join(loop.now(), group, interfaceIndex))
                : badDescriptor();
    }

    /** IP_DROP_MEMBERSHIP and IPV6_LEAVE_GROUP. */
    public int leaveGroup(int fd, IpAddress group, int interfaceIndex) {
        return table.get(fd) instanceof DatagramDescriptor datagrams
                ? poked(datagrams.leave(loop.now(), group, interfaceIndex))
                : badDescriptor();
    }

    /**
     * Reads or sets the flags.
     *
     * @param command F_GETFL or F_SETFL
     * @param argument O_NONBLOCK or 0; other flags are ignored
     */
    public int fcntl(int fd, int command, int argument) {
        Descriptor d = table.get(fd);
        if (d == null) {
            return badDescriptor();
        }
        return switch (command) {
            case SocketConstants.F_GETFL -> SocketConstants.O_RDWR | (d.nonBlocking ? SocketConstants.O_NONBLOCK : 0);
            case SocketConstants.F_SETFL -> {
                d.nonBlocking = (argument & SocketConstants.O_NONBLOCK) != 0;
                yield 0;
            }
            default -> -Errno.EINVAL.number();
        };
    }

    /**
     * Which of the events hold now; POLLERR, POLLHUP and POLLNVAL count always.
     *
     * @param events POLLIN, POLLOUT, POLLRDHUP
     */
    public int poll(int fd, int events) {
        Descriptor d = table.get(fd);
        if (d == null) {
            return SocketConstants.POLLNVAL;
        }
        Readiness endpoint = d.readiness();
        int bits = endpoint == null ? d.freshBits() : endpoint.bits();
        return bits & (events | SocketConstants.POLLERR | SocketConstants.POLLHUP);
    }

    /** SIOCINQ, SIOCOUTQ or SIOCOUTQNSD: a number of bytes. */
    public int ioctl(int fd, int request) {
        Descriptor d = table.get(fd);
        return d == null ? badDescriptor() : d.ioctl(loop.now(), request);
    }

    /** The local address; null for a bad descriptor. */
    public @Nullable Endpoint getsockname(int fd) {
        Descriptor d = table.get(fd);
        return d == null ? null : d.local();
    }

    /** The peer's address; null when there is none. */
    public @Nullable Endpoint getpeername(int fd) {
        Descriptor d = table.get(fd);
        return d == null ? null : d.remote();
    }

    /** True when O_NONBLOCK is set. */
    public boolean isNonBlocking(int fd) {
        Descriptor d = table.get(fd);
        return d != null && d.nonBlocking;
    }

    /** What to wait for; its bits are poll's. Null for a bad descriptor or a socket not yet bound or connected. */
    public @Nullable Readiness readiness(int fd) {
        Descriptor d = table.get(fd);
        return d == null ? null : d.readiness();
    }

    private int poked(int result) {
        loop.poke(host);
        return result;
    }

    private static int badDescriptor() {
        return -Errno.EBADF.number();
    }
}
