package dev.netrarium.drill;

import dev.netrarium.drill.script.Event;
import dev.netrarium.drill.script.Expression;
import dev.netrarium.stack.Errno;
import dev.netrarium.stack.calls.SocketCalls;
import dev.netrarium.stack.calls.SocketConstants;
import dev.netrarium.stack.tcp.FastOpenKeys;
import dev.netrarium.stack.tcp.TcpInfo;
import dev.netrarium.stack.tcp.TcpState;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The program of a script: its socket calls, with the script's descriptors mapped to the host's. What would put a
 * program to sleep is tried again as time goes by.
 */
final class ProgramCalls {
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final int MOST_BYTES = 64 << 20;
    private static final long WOULD_BLOCK = -Errno.EAGAIN.number();
    private static final Attempt.Outputs NO_OUTPUTS = result -> {};

    private final HostUnderTest tested;
    private final SocketCalls calls;
    private final Settings settings;
    private final Map<Integer, Integer> descriptors = new TreeMap<>();
    private final Peers peers;

    /** The descriptor of the connection that the script talks about, or -1. */
    private int underTest = -1;

    /** Who wants to know of the host's ports. */
    interface Peers {
        /** The program speaks to a peer from now on, from a port that the host chose. */
        void spoke(int localPort, int remotePort);
    }

    ProgramCalls(HostUnderTest tested, Settings settings, Peers peers) {
        this.tested = tested;
        this.calls = tested.calls();
        this.settings = settings;
        this.peers = peers;
    }

    int underTest() {
        return underTest;
    }

    /** The call, ready to be tried. */
    Attempt prepare(Event.SocketCall call) throws Failure {
        List<Expression> a = call.arguments();
        return switch (call.name()) {
            case "socket" -> simple(call, 3, () -> socket(a));
            case "bind" -> simple(call, 3, () -> calls.bind(fd(a, 0), address(a.get(1), settings.bindPort, true)));
            case "listen" -> simple(call, 2, () -> calls.listen(fd(a, 0), Symbols.integer(a.get(1))));
            case "accept", "accept4" -> accept(call, a);
            case "connect" -> connect(call, a);
            case "read" -> receive(call, fd(wanted(call, 3), 0), length(a.get(2)), 0);
            case "recv" -> receive(call, fd(wanted(call, 4), 0), length(a.get(2)), Symbols.integer(a.get(3)));
            case "recvfrom" -> receive(call, fd(wanted(call, 6), 0), length(a.get(2)), Symbols.integer(a.get(3)));
            case "readv" -> receive(call, fd(wanted(call, 3), 0), vectorLength(a.get(1)), 0);
            case "recvmsg" -> receive(call, fd(wanted(call, 3), 0), messageLength(a.get(1)), Symbols.integer(a.get(2)));
            case "write" -> send(call, fd(wanted(call, 3), 0), length(a.get(2)), 0, null);
            case "send" -> send(call, fd(wanted(call, 4), 0), length(a.get(2)), Symbols.integer(a.get(3)), null);
            case "sendto" ->
                send(
                        call,
                        fd(wanted(call, 6), 0),
                        length(a.get(2)),
                        Symbols.integer(a.get(3)),
                        address(a.get(4), settings.connectPort, false));
            case "writev" -> send(call, fd(wanted(call, 3), 0), vectorLength(a.get(1)), 0, null);
            case "sendmsg" ->
                send(
                        call,
                        fd(wanted(call, 3), 0),
                        messageLength(a.get(1)),
                        Symbols.integer(a.get(2)),
                        (Symbols.integer(a.get(2)) & SocketConstants.MSG_FASTOPEN) == 0
                                ? null
                                : address(field(a.get(1), "msg_name"), settings.connectPort, false));
            case "shutdown" -> simple(call, 2, () -> calls.shutdown(fd(a, 0), Symbols.integer(a.get(1))));
            case "close" -> simple(call, 1, () -> calls.close(fd(a, 0)));
            case "fcntl" -> simple(call, -1, () -> fcntl(a));
            case "setsockopt" -> simple(call, 5, () -> setOption(a));
            case "getsockopt" -> getOption(call, wanted(call, 5));
            case "ioctl" -> ioctl(call, wanted(call, 3));
            case "poll" -> poll(call, wanted(call, 3));
            default -> throw Failure.unsupported("call " + call.name());
        };
    }

    /** Remembers the descriptor that a call made, under the number that the script gives it. */
    void made(Event.SocketCall call, long scriptDescriptor, long live) {
        descriptors.put((int) scriptDescriptor, (int) live);
        if (call.name().startsWith("accept")) {
            underTest = (int) live;
        }
    }

    /** True for calls whose result is a descriptor. */
    static boolean makesDescriptor(Event.SocketCall call) {
        return switch (call.name()) {
            case "socket", "accept", "accept4" -> true;
            default -> false;
        };
    }

    private static List<Expression> wanted(Event.SocketCall call, int count) throws Failure {
        if (count >= 0 && call.arguments().size() != count) {
            throw Failure.of(call.name() + " takes " + count + " arguments, not "
                    + call.arguments().size());
        }
        return call.arguments();
    }

    /** A call that never blocks. */
    private interface Plain {
        int call() throws Failure;
    }

    private static Attempt simple(Event.SocketCall call, int arguments, Plain body) throws Failure {
        wanted(call, arguments);
        return new Attempt(call, () -> (long) body.call(), NO_OUTPUTS, Long.MAX_VALUE);
    }

    private int fd(List<Expression> arguments, int index) throws Failure {
        int script = Symbols.integer(arguments.get(index));
        Integer live = descriptors.get(script);
        return live == null ? Integer.MAX_VALUE : live; // the host says EBADF
    }

    private static int length(Expression expression) throws Failure {
        long value = Symbols.number(expression);
        if (value < 0 || value > MOST_BYTES) {
            throw Failure.unsupported("a buffer of " + value + " bytes");
        }
        return (int) value;
    }

    private int socket(List<Expression> a) throws Failure {
        int domain = a.get(0) instanceof Expression.Whatever
                ? (settings.version.hasIpv6Sockets() ? SocketConstants.AF_INET6 : SocketConstants.AF_INET)
                : Symbols.integer(a.get(0));
        int protocol = a.get(2) instanceof Expression.Whatever ? 0 : Symbols.integer(a.get(2));
        return calls.socket(domain, Symbols.integer(a.get(1)), protocol);
    }

    private Attempt accept(Event.SocketCall call, List<Expression> a) throws Failure {
        wanted(call, call.name().equals("accept") ? 3 : 4);
        int fd = fd(a, 0);
        int flags = a.size() > 3 ? Symbols.integer(a.get(3)) : 0;
        return new Attempt(call, () -> unlessBlocking(fd, 0, calls.accept4(fd, flags)), NO_OUTPUTS, Long.MAX_VALUE);
    }

    private Attempt connect(Event.SocketCall call, List<Expression> a) throws Failure {
        wanted(call, 3);
        int fd = fd(a, 0);
        Endpoint remote = address(a.get(1), settings.connectPort, false);
        boolean[] told = new boolean[1];
        Attempt.Body body = () -> {
            int result = calls.connect(fd, remote);
            Endpoint local = calls.getsockname(fd);
            if (!told[0] && local != null && local.port() != 0 && remote != null) {
                told[0] = true;
                boolean isNew = result == -Errno.EINPROGRESS.number() || result == 0;
                if (isNew && fd != underTest) {
                    peers.spoke(local.port(), remote.port());
                }
                underTest = fd;
            }
            boolean lasts = result == -Errno.EINPROGRESS.number() || result == -Errno.EALREADY.number();
            return lasts && !calls.isNonBlocking(fd) ? null : Long.valueOf(result);
        };
        return new Attempt(call, body, NO_OUTPUTS, Long.MAX_VALUE);
    }

    private @Nullable Long unlessBlocking(int fd, int flags, long result) {
        boolean waits = !calls.isNonBlocking(fd) && (flags & SocketConstants.MSG_DONTWAIT) == 0;
        return result == WOULD_BLOCK && waits ? null : Long.valueOf(result);
    }

    private Attempt receive(Event.SocketCall call, int fd, int length, int flags) {
        byte[] buffer = new byte[length];
        int[] done = new int[1];
        boolean all = (flags & SocketConstants.MSG_WAITALL) != 0;
        Attempt.Body body = () -> {
            long result = calls.recv(fd, buffer, done[0], length - done[0], flags & ~SocketConstants.MSG_WAITALL);
            if (all && result > 0 && done[0] + result < length) {
                done[0] += (int) result;
                return null;
            }
            if (done[0] > 0 && (result == 0 || (result < 0 && result != WOULD_BLOCK))) {
                return (long) done[0];
            }
            Long told = unlessBlocking(fd, flags, result);
            return told == null || told < 0 ? told : Long.valueOf(told + done[0]);
        };
        return new Attempt(call, body, result -> checkZeros(buffer, (int) Math.max(0, result)), Long.MAX_VALUE);
    }

    private static void checkZeros(byte[] buffer, int length) throws Failure {
        for (int i = 0; i < length; i++) {
            if (buffer[i] != 0) {
                throw Failure.of("payload: byte " + i + " that was read is not what was sent");
            }
        }
    }

    private Attempt send(Event.SocketCall call, int fd, int length, int flags, @Nullable Endpoint to) {
        byte[] zeros = new byte[length];
        int[] done = new int[1];
        boolean[] opening = new boolean[1];
        Attempt.Body body = () -> {
            boolean waits = !calls.isNonBlocking(fd) && (flags & SocketConstants.MSG_DONTWAIT) == 0;
            if (opening[0]) {
                int connected = calls.connect(fd, to);
                if (connected < 0 && connected != -Errno.EISCONN.number()) {
                    return connected == -Errno.EALREADY.number() ? null : Long.valueOf(connected);
                }
                opening[0] = false;
                if (done[0] == length) {
                    return (long) length;
                }
            }
            boolean first = (flags & SocketConstants.MSG_FASTOPEN) != 0 && done[0] == 0;
            int plain = flags & ~SocketConstants.MSG_FASTOPEN;
            long result = calls.sendto(fd, zeros, done[0], length - done[0], first ? flags : plain, to);
            boolean opened = result >= 0 || result == -Errno.EINPROGRESS.number();
            Endpoint local = calls.getsockname(fd);
            if (to != null && opened && local != null) {
                peers.spoke(local.port(), to.port());
                underTest = first ? fd : underTest;
            }
            if (waits && opened && isConnecting(fd)) {
                done[0] += (int) Math.max(0, result);
                opening[0] = true;
                tested.settle();
                return null;
            }
            if (result < 0) {
                boolean blocks = result == WOULD_BLOCK && waits;
                return blocks ? null : done[0] > 0 ? Long.valueOf(done[0]) : Long.valueOf(result);
            }
            done[0] += (int) result;
            tested.settle();
            return done[0] < length && waits ? null : Long.valueOf(done[0]);
        };
        return new Attempt(call, body, NO_OUTPUTS, Long.MAX_VALUE);
    }

    private boolean isConnecting(int fd) {
        TcpInfo info = calls.tcpInfo(fd);
        return info != null && info.state() == TcpState.SYN_SENT;
    }

    private int fcntl(List<Expression> a) throws Failure {
        if (a.size() < 2 || a.size() > 3) {
            throw Failure.of("fcntl takes 2 or 3 arguments");
        }
        return calls.fcntl(fd(a, 0), Symbols.integer(a.get(1)), a.size() == 3 ? Symbols.integer(a.get(2)) : 0);
    }

    private int setOption(List<Expression> a) throws Failure {
        int level = Symbols.integer(a.get(1));
        int name = Symbols.integer(a.get(2));
        boolean isKey = level == SocketConstants.IPPROTO_TCP && name == SocketConstants.TCP_FASTOPEN_KEY;
        int[] values = isKey && a.get(3) instanceof Expression.Text(String text) ? key(text) : values(a.get(3));
        return calls.setsockopt(fd(a, 0), level, name, values);
    }

    /** A key as {@code tcp_fastopen_key} has it, two with a comma between. */
    private static int[] key(String text) throws Failure {
        try {
            byte[] bytes = FastOpenKeys.parse(text).bytes();
            int[] words = new int[bytes.length / 4];
            for (int i = 0; i < bytes.length; i++) {
                words[i / 4] |= (bytes[i] & 0xff) << 8 * (i % 4);
            }
            return words;
        } catch (IllegalArgumentException e) {
            throw Failure.of(e.getMessage());
        }
    }

    /** {@code [1]} or {@code {onoff=1, linger=0}}. */
    private static int[] values(Expression expression) throws Failure {
        List<Expression> items = switch (expression) {
            case Expression.ListOf(List<Expression> list)
            when list.size() == 1 && list.getFirst() instanceof Expression.Struct(List<Expression> fields) -> fields;
            case Expression.ListOf(List<Expression> list) -> list;
            case Expression.Struct(List<Expression> fields) -> fields;
            default -> throw Failure.unsupported("option value " + expression);
        };
        int[] values = new int[Math.max(1, items.size())];
        for (int i = 0; i < items.size(); i++) {
            values[i] = Symbols.integer(items.get(i) instanceof Expression.Field field ? field.value() : items.get(i));
        }
        return values;
    }

    private Attempt getOption(Event.SocketCall call, List<Expression> a) throws Failure {
        int[] seen = new int[2];
        int fd = fd(a, 0);
        int level = Symbols.integer(a.get(1));
        int name = Symbols.integer(a.get(2));
        Attempt.Outputs outputs = result -> {
            if (result < 0 || a.get(3) instanceof Expression.Whatever) {
                return;
            }
            int[] wanted = values(a.get(3));
            for (int i = 0; i < wanted.length && i < seen.length; i++) {
                if (wanted[i] != seen[i]) {
                    throw Failure.of("option value: expected " + a.get(3) + ", seen " + seen[i]);
                }
            }
        };
        return new Attempt(call, () -> (long) calls.getsockopt(fd, level, name, seen), outputs, Long.MAX_VALUE);
    }

    private Attempt ioctl(Event.SocketCall call, List<Expression> a) throws Failure {
        int fd = fd(a, 0);
        int request = Symbols.integer(a.get(1));
        long[] seen = new long[1];
        Attempt.Outputs outputs = result -> {
            if (result >= 0 && a.get(2) instanceof Expression.ListOf(List<Expression> list) && list.size() == 1) {
                long wanted = Symbols.number(list.getFirst());
                if (wanted != seen[0]) {
                    throw Failure.of("ioctl value: expected " + wanted + ", seen " + seen[0]);
                }
            }
        };
        Attempt.Body body = () -> {
            seen[0] = calls.ioctl(fd, request);
            return seen[0] < 0 ? seen[0] : 0L;
        };
        return new Attempt(call, body, outputs, Long.MAX_VALUE);
    }

    private Attempt poll(Event.SocketCall call, List<Expression> a) throws Failure {
        if (!(a.get(0) instanceof Expression.ListOf(List<Expression> entries))) {
            throw Failure.unsupported("poll on " + a.get(0));
        }
        long millis = Symbols.number(a.get(2));
        long deadline = millis < 0 ? Long.MAX_VALUE : tested.time() + millis * NANOS_PER_MILLI;
        int[] seen = new int[entries.size()];
        Attempt.Body body = () -> {
            long ready = 0;
            for (int i = 0; i < seen.length; i++) {
                List<Expression> fd = List.of(field(entries.get(i), "fd"));
                seen[i] = calls.poll(fd(fd, 0), Symbols.integer(field(entries.get(i), "events")));
                ready += seen[i] != 0 ? 1 : 0;
            }
            return ready > 0 || tested.time() >= deadline ? Long.valueOf(ready) : null;
        };
        Attempt.Outputs outputs = result -> {
            for (int i = 0; i < seen.length; i++) {
                Expression revents = field(entries.get(i), "revents");
                if (!(revents instanceof Expression.Whatever) && Symbols.integer(revents) != seen[i]) {
                    throw Failure.of("revents: expected " + revents + ", seen 0x" + Integer.toHexString(seen[i]));
                }
            }
        };
        return new Attempt(call, body, outputs, deadline);
    }

    private static Expression field(Expression struct, String name) throws Failure {
        if (struct instanceof Expression.Struct(List<Expression> items)) {
            for (Expression item : items) {
                if (item instanceof Expression.Field field && field.name().equals(name)) {
                    return field.value();
                }
            }
        }
        throw Failure.unsupported("no " + name + " in " + struct);
    }

    /** {@code [{..., 1000}, {..., 500}]}. */
    private static int vectorLength(Expression vector) throws Failure {
        if (!(vector instanceof Expression.ListOf(List<Expression> pieces))) {
            throw Failure.unsupported("vector " + vector);
        }
        long total = 0;
        for (Expression piece : pieces) {
            if (!(piece instanceof Expression.Struct(List<Expression> parts)) || parts.size() != 2) {
                throw Failure.unsupported("piece " + piece);
            }
            total += length(parts.get(1));
        }
        return length(new Expression.Number(total));
    }

    private static int messageLength(Expression message) throws Failure {
        if (message instanceof Expression.Struct(List<Expression> items)) {
            for (Expression item : items) {
                if (item instanceof Expression.Field(String name, var _, Expression value)
                        && name.equals("msg_control")
                        && !(value instanceof Expression.Whatever)) {
                    throw Failure.unsupported("msg_control");
                }
            }
        }
        return vectorLength(field(message, "msg_iov"));
    }

    /** {@code ...} is the script's own address, or its peer's. */
    private Endpoint address(Expression expression, int port, boolean isLocal) throws Failure {
        IpAddress address = isLocal ? settings.local.address() : settings.remote;
        int itsPort = port;
        if (expression instanceof Expression.Struct(List<Expression> items)) {
            for (Expression item : items) {
                if (item instanceof Expression.Field(String name, var _, Expression value)) {
                    if (name.endsWith("port")) {
                        itsPort = Symbols.integer(value);
                    } else if (name.endsWith("addr") && value instanceof Expression.Call(String _, var texts)) {
                        address = address(texts);
                    }
                }
            }
        } else if (!(expression instanceof Expression.Whatever)) {
            throw Failure.unsupported("address " + expression);
        }
        if (itsPort < 0 || itsPort > 65_535) {
            throw Failure.of("no port: " + itsPort);
        }
        return Endpoint.of(address, itsPort);
    }

    private static IpAddress address(List<Expression> arguments) throws Failure {
        for (Expression argument : arguments) {
            if (argument instanceof Expression.Text(String text)) {
                try {
                    return IpAddress.of(text);
                } catch (IllegalArgumentException e) {
                    throw Failure.of("no address: " + text);
                }
            }
        }
        throw Failure.unsupported("address " + arguments);
    }
}
