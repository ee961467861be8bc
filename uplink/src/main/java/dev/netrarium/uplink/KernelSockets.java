package dev.netrarium.uplink;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The socket calls of the Linux kernel, as they are: integer descriptors, blocking where the descriptor blocks. Each
 * returns what the C function returns, or the negative errno. For what must see the kernel's own behaviour to the letter,
 * which {@code java.net} wraps. One object per thread: it owns the memory that the kernel reads and writes.
 */
public final class KernelSockets implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCKADDR_BYTES = 28;
    private static final int PORT = 2;
    private static final int IPV4_ADDRESS = 4;
    private static final int IPV6_ADDRESS = 8;
    /** In front of an IPv4 address that stands for itself in IPv6 (RFC 4291, section 2.5.5.2). */
    private static final byte MAPPED = (byte) 0xff;

    private static final FunctionDescriptor SOCKADDR_IN = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final FunctionDescriptor THREE_INTS = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final FunctionDescriptor TWO_INTS = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT);

    private static final MethodHandle SOCKET = KernelCalls.bind("socket", THREE_INTS);
    private static final MethodHandle BIND = KernelCalls.bind("bind", SOCKADDR_IN);
    private static final MethodHandle CONNECT = KernelCalls.bind("connect", SOCKADDR_IN);
    private static final MethodHandle LISTEN = KernelCalls.bind("listen", TWO_INTS);
    private static final MethodHandle SHUTDOWN = KernelCalls.bind("shutdown", TWO_INTS);
    private static final MethodHandle ACCEPT4 =
            KernelCalls.bind("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKNAME =
            KernelCalls.bind("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle RECV =
            KernelCalls.bind("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SENDTO = KernelCalls.bind(
            "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SETSOCKOPT = KernelCalls.bind(
            "setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKOPT = KernelCalls.bind(
            "getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle POLL =
            KernelCalls.bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle FCNTL = KernelCalls.bind("fcntl", THREE_INTS, Linker.Option.firstVariadicArg(2));

    private final Arena arena = Arena.ofShared();
    private final KernelCalls kernel = new KernelCalls(arena);
    private final MemorySegment address = arena.allocate(SOCKADDR_BYTES, 8);
    private final MemorySegment length = arena.allocate(JAVA_INT);

    public int socket(int domain, int type, int protocol) {
        try {
            return kernel.result((int) SOCKET.invokeExact(kernel.state(), domain, type, protocol));
        } catch (Throwable t) {
            throw KernelCalls.unexpected(t);
        }
    }

    /**
     * Binds.
     *
     * @param domain the socket's AF_INET or AF_INET6; the latter takes IPv4 addresses as mapped ones
     */
    public int bind(int fd, int domain, Endpoint local) {
        int bytes = put(domain, local);
        try {
            return kernel.result((int) BIND.invokeExact(kernel.state(), fd, address, bytes));
        } catch (Throwable t) {
            throw KernelCalls.unexpected(t);
        }
    }

    /**
     * Connects.
     *
     * @param remote null for AF_UNSPEC, which undoes a connection
     */
    public int connect(int fd, int domain, @Nullable Endpoint remote) {
        int bytes = put(domain, remote);
        try {
            return kernel.result((int) CONNECT.invokeExact(kernel.state(), fd, address, bytes));
        } catch (Throwable t) {
            throw KernelCalls.unexpected(t);
        }
    }

    public int listen(int fd, int backlog) {
        try {
            return kernel.result((int) LISTEN.invokeExact(kernel.state(), fd, backlog));
        } catch (Throwable t) {
            throw KernelCalls.unexpected(t);
        }
    }

    public int accept4(int fd, int flags) {
        MemorySegment nobody = MemorySegment.NULL;
        try {
            return kernel.result((int) ACCEPT4.invokeExact(kernel.state(), fd, nobody, nobody, flags));
        } catch (Throwable t) {
            throw KernelCalls.unexpected(t);
        }
    }

    public int shutdown(int fd, int how) {
        try {
            return kernel.result((int) SHUTDOWN.invokeExact(kernel.state(), fd, how));
        } catch (Throwable t) {
            throw KernelCalls.unexpected(t);
        }
    }

    public int close(int fd) {
        return kernel.close(fd);
    }

    public int recv(int fd, byte[] into, int flags) {
        try (Arena buffers = Arena.ofConfined()) {
            MemorySegment buffer = buffers.allocate(Math.max(1, into.length));
            int got =
                    kernel.result((int) (long) RECV.invokeExact(kernel.state(), fd, buffer, (long) into.length, flags));
            MemorySegment.copy(buffer, JAVA_BYTE, 0, into, 0, Math.clamp(got, 0, into.length));
            return got;
        } catch (Throwable t) {
            throw KernelCalls.unexpected(t);
        }
    }

    /**
     * Sends.
     *
     * @param to null for the peer of a connected socket
     */
    public int sendto(int fd, int domain, byte[] data, int flags, @Nullable Endpoint to) {
        int bytes = to == null ? 0 : put(domain, to);
        MemorySegment where = to == null ? MemorySegment.NULL : address;
        try (Arena buffers = Arena.ofConfined()) {
            MemorySegment buffer = buffers.allocate(Math.max(1, data.length));
            MemorySegment.copy(data, 0, buffer, JAVA_BYTE, 0, data.length);
            return kernel.result((int)
                    (long) SENDTO.invokeExact(kernel.state(), fd, buffer, (long) data.length, flags, where, bytes));
        } catch (Throwable t) {
            throw KernelCalls.unexpected(t);
        }
    }

    /** Sets an option; numbers in it are in the machine's byte order. */
    public int setsockopt(int fd, int level, int name, byte[] value) {
        try (Arena buffers = Arena.ofConfined()) {
            MemorySegment buffer = buffers.allocate(Math.max(1, value.length), 8);
            MemorySegment.copy(value, 0, buffer, JAVA_BYTE, 0, value.length);
            return kernel.result((int) SETSOCKOPT.invokeExact(kernel.state(), fd, level, name, buffer, value.length));
        } catch (Throwable t) {
            throw KernelCalls.unexpected(t);
        }
    }

    /** Asks for an option; what the kernel does not fill stays as it is. */
    public int getsockopt(int fd, int level, int name, byte[] value) {
        try (Arena buffers = Arena.ofConfined()) {
            MemorySegment buffer = buffers.allocate(Math.max(1, value.length), 8);
            MemorySegment.copy(value, 0, buffer, JAVA_BYTE, 0, value.length);
            length.set(JAVA_INT, 0, value.length);
            int result = kernel.result((int) GETSOCKOPT.invokeExact(kernel.state(), fd, level, name, buffer, length));
            MemorySegment.copy(buffer, JAVA_BYTE, 0, value, 0, value.length);
            return result;
        } catch (Throwable t) {
            throw KernelCalls.unexpected(t);
        }
    }

    public int fcntl(int fd, int command, int argument) {
        try {
            return kernel.result((int) FCNTL.invokeExact(kernel.state(), fd, command, argument));
        } catch (Throwable t) {
            throw KernelCalls.unexpected(t);
        }
    }

    /** An ioctl that tells or takes a number, such as SIOCINQ. */
    public int ioctl(int fd, int request, int[] value) {
        try (Arena buffers = Arena.ofConfined()) {
            MemorySegment buffer = buffers.allocateFrom(JAVA_INT, value[0]);
            int result = kernel.ioctl(fd, Integer.toUnsignedLong(request), buffer);
            value[0] = buffer.get(JAVA_INT, 0);
            return result;
        }
    }

    /**
     * Waits for events of descriptors.
     *
     * @param seen what has happened, an entry for each
     * @param millis how long at most; negative for ever
     */
    public int poll(int[] fds, int[] events, int[] seen, int millis) {
        try (Arena buffers = Arena.ofConfined()) {
            MemorySegment entries = buffers.allocate((long) KernelCalls.POLLFD_BYTES * Math.max(1, fds.length), 8);
            for (int i = 0; i < fds.length; i++) {
                entries.set(JAVA_INT, (long) i * KernelCalls.POLLFD_BYTES, fds[i]);
                entries.set(JAVA_SHORT, (long) i * KernelCalls.POLLFD_BYTES + 4, (short) events[i]);
            }
            int ready = kernel.result((int) POLL.invokeExact(kernel.state(), entries, (long) fds.length, millis));
            for (int i = 0; i < fds.length; i++) {
                seen[i] = entries.get(JAVA_SHORT, (long) i * KernelCalls.POLLFD_BYTES + 6) & 0xffff;
            }
            return ready;
        } catch (Throwable t) {
            throw KernelCalls.unexpected(t);
        }
    }

    /** The local address; null where there is none. */
    public @Nullable Endpoint getsockname(int fd) {
        length.set(JAVA_INT, 0, SOCKADDR_BYTES);
        int result;
        try {
            result = kernel.result((int) GETSOCKNAME.invokeExact(kernel.state(), fd, address, length));
        } catch (Throwable t) {
            throw KernelCalls.unexpected(t);
        }
        return result < 0 ? null : endpoint();
    }

    private @Nullable Endpoint endpoint() {
        byte[] b = address.toArray(JAVA_BYTE);
        int port = Short.toUnsignedInt(address.get(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), PORT));
        return switch (address.get(JAVA_SHORT, 0)) {
            case AF_INET -> Endpoint.of(IpAddress.read(IpFamily.IPV4, b, IPV4_ADDRESS), port);
            case AF_INET6 -> Endpoint.of(IpAddress.read(IpFamily.IPV6, b, IPV6_ADDRESS), port);
            default -> null;
        };
    }

    /** Writes a sockaddr; returns its length. */
    private int put(int domain, @Nullable Endpoint endpoint) {
        byte[] b = new byte[SOCKADDR_BYTES];
        address.copyFrom(MemorySegment.ofArray(b));
        if (endpoint == null) {
            return 16;
        }
        boolean isIpv4 = endpoint.address().family() == IpFamily.IPV4;
        boolean inIpv6 = domain == AF_INET6 || !isIpv4;
        if (inIpv6 && isIpv4) {
            Arrays.fill(b, IPV6_ADDRESS + 10, IPV6_ADDRESS + 12, MAPPED);
        }
        endpoint.address().writeTo(b, !inIpv6 ? IPV4_ADDRESS : isIpv4 ? IPV6_ADDRESS + 12 : IPV6_ADDRESS);
        b[PORT] = (byte) (endpoint.port() >> 8);
        b[PORT + 1] = (byte) endpoint.port();
        address.copyFrom(MemorySegment.ofArray(b));
        address.set(JAVA_SHORT, 0, (short) (inIpv6 ? AF_INET6 : AF_INET));
        return inIpv6 ? SOCKADDR_BYTES : 16;
    }

    /** Frees the memory. Sockets stay as they are. */
    @Override
    public void close() {
        arena.close();
    }
}
