package dev.netrarium.drill;

import dev.netrarium.drill.script.Event;
import dev.netrarium.drill.script.Expression;
import dev.netrarium.drill.system.SystemCall;
import dev.netrarium.drill.system.SystemUnderTest;
import dev.netrarium.drill.system.UnsupportedException;
import dev.netrarium.stack.Errno;
import dev.netrarium.stack.calls.SocketConstants;
import dev.netrarium.stack.tcp.FastOpenKeys;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The program of a script: its socket calls as the system under test takes them, with the script's descriptors mapped to
 * the system's, and what the script says of their outcome.
 */
final class ProgramCalls {
    private static final int MOST_BYTES = 64 << 20;

    /** What a program gives the kernel for the name of a congestion control. */
    private static final int MOST_TEXT_BYTES = 16;

    /** No program has so many. */
    private static final int NO_DESCRIPTOR = Integer.MAX_VALUE;

    private static final Attempt.Outputs NO_OUTPUTS = result -> {};

    private final SystemUnderTest tested;
    private final Settings settings;
    private final Map<Integer, Integer> descriptors = new TreeMap<>();
    private final Peers peers;

    /** The descriptor of the connection that the script talks about, or -1. */
    private int underTest = -1;

    /** Who wants to know of the system's ports. */
    interface Peers {
        /** The program speaks to a peer from now on, from a port that the system chose. */
        void spoke(int localPort, int remotePort);
    }

    ProgramCalls(SystemUnderTest tested, Settings settings, Peers peers) {
        this.tested = tested;
        this.settings = settings;
        this.peers = peers;
    }

    int underTest() {
        return underTest;
    }

    /** Makes the call: it has returned already, or is under way. */
    Attempt begin(Event.SocketCall call) throws Failure {
        List<Expression> a = call.arguments();
        return switch (call.name()) {
            case "socket" -> simple(call, 3, () -> socket(a));
            case "bind" ->
                simple(call, 3, () -> new SystemCall.Bind(fd(a, 0), address(a.get(1), settings.bindPort, true)));
            case "listen" -> simple(call, 2, () -> new SystemCall.Listen(fd(a, 0), Symbols.integer(a.get(1))));
            case "accept" -> simple(call, 3, () -> new SystemCall.Accept(fd(a, 0), 0));
            case "accept4" -> simple(call, 4, () -> new SystemCall.Accept(fd(a, 0), Symbols.integer(a.get(3))));
            case "connect" -> connect(call, wanted(call, 3));
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
            case "shutdown" -> simple(call, 2, () -> new SystemCall.Shutdown(fd(a, 0), Symbols.integer(a.get(1))));
            case "close" -> simple(call, 1, () -> close(fd(a, 0)));
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

    /** The arguments of a script, as a call. */
    private interface Arguments {
        SystemCall call() throws Failure;
    }

    private Attempt simple(Event.SocketCall call, int count, Arguments arguments) throws Failure {
        wanted(call, count);
        return begin(call, arguments.call(), NO_OUTPUTS);
    }

    private Attempt begin(Event.SocketCall call, SystemCall made, Attempt.Outputs outputs) throws Failure {
        long started = tested.time();
        try {
            return new Attempt(call, tested.begin(made), outputs, started);
        } catch (UnsupportedException e) {
            throw Failure.unsupported(String.valueOf(e.getMessage()));
        }
    }

    private int fd(List<Expression> arguments, int index) throws Failure {
        int script = Symbols.integer(arguments.get(index));
        Integer live = descriptors.get(script);
        return live == null ? NO_DESCRIPTOR : live; // the system says EBADF
    }

    private static int length(Expression expression) throws Failure {
        long value = Symbols.number(expression);
        if (value < 0 || value > MOST_BYTES) {
            throw Failure.unsupported("a buffer of " + value + " bytes");
        }
        return (int) value;
    }

    private SystemCall socket(List<Expression> a) throws Failure {
        int domain = a.get(0) instanceof Expression.Whatever
                ? (settings.version.hasIpv6Sockets() ? SocketConstants.AF_INET6 : SocketConstants.AF_INET)
                : Symbols.integer(a.get(0));
        int protocol = a.get(2) instanceof Expression.Whatever ? 0 : Symbols.integer(a.get(2));
        return new SystemCall.Socket(domain, Symbols.integer(a.get(1)), protocol);
    }

    private SystemCall close(int fd) {
        underTest = fd == underTest ? -1 : underTest; // the number may be used again
        return new SystemCall.Close(fd);
    }

    private Attempt connect(Event.SocketCall call, List<Expression> a) throws Failure {
        int fd = fd(a, 0);
        Endpoint remote = address(a.get(1), settings.connectPort, false);
        Attempt attempt = begin(call, new SystemCall.Connect(fd, remote), NO_OUTPUTS);
        Long result = attempt.result();
        Endpoint local = tested.localAddress(fd);
        if (local != null && local.port() != 0) {
            boolean isNew = result == null || result == 0 || result == -Errno.EINPROGRESS.number();
            if (isNew && fd != underTest) {
                peers.spoke(local.port(), remote.port());
            }
            underTest = fd;
        }
        return attempt;
    }

    private Attempt receive(Event.SocketCall call, int fd, int length, int flags) throws Failure {
        byte[] buffer = new byte[length];
        return begin(
                call,
                new SystemCall.Receive(fd, buffer, flags),
                result -> checkZeros(buffer, (int) Math.min(length, Math.max(0, result))));
    }

    private static void checkZeros(byte[] buffer, int length) throws Failure {
        for (int i = 0; i < length; i++) {
            if (buffer[i] != 0) {
                throw Failure.of("payload: byte " + i + " that was read is not what was sent");
            }
        }
    }

    private Attempt send(Event.SocketCall call, int fd, int length, int flags, @Nullable Endpoint to) throws Failure {
        Attempt attempt = begin(call, new SystemCall.Send(fd, new byte[length], flags, to), NO_OUTPUTS);
        Long result = attempt.result();
        Endpoint local = tested.localAddress(fd);
        boolean began = result == null || result >= 0 || result == -Errno.EINPROGRESS.number();
        if (to != null && began && local != null && local.port() != 0) {
            peers.spoke(local.port(), to.port());
            underTest = (flags & SocketConstants.MSG_FASTOPEN) != 0 ? fd : underTest;
        }
        return attempt;
    }

    private SystemCall fcntl(List<Expression> a) throws Failure {
        if (a.size() < 2 || a.size() > 3) {
            throw Failure.of("fcntl takes 2 or 3 arguments");
        }
        int argument = a.size() == 3 ? Symbols.integer(a.get(2)) : 0;
        return new SystemCall.Fcntl(fd(a, 0), Symbols.integer(a.get(1)), argument);
    }

    private SystemCall setOption(List<Expression> a) throws Failure {
        int level = Symbols.integer(a.get(1));
        int name = Symbols.integer(a.get(2));
        byte[] value =
                a.get(3) instanceof Expression.Text(String text) ? text(level, name, text) : bytes(values(a.get(3)));
        return new SystemCall.SetOption(fd(a, 0), level, name, value);
    }

    /** A text stands for itself, but for a Fast Open key: there for numbers of four bytes each, two keys with a comma between. */
    private static byte[] text(int level, int name, String text) throws Failure {
        if (level != SocketConstants.IPPROTO_TCP || name != SocketConstants.TCP_FASTOPEN_KEY) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        try {
            return FastOpenKeys.parse(text).bytes();
        } catch (IllegalArgumentException e) {
            throw Failure.of(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] bytes(int[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return bytes.array();
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
        if (a.get(3) instanceof Expression.Text(String text)) {
            return getText(call, a, text);
        }
        boolean isLooked = !(a.get(3) instanceof Expression.Whatever);
        int[] wanted = isLooked ? values(a.get(3)) : new int[1];
        byte[] seen = new byte[wanted.length * Integer.BYTES];
        Attempt.Outputs outputs = result -> {
            if (isLooked && result >= 0 && !Arrays.equals(seen, bytes(wanted))) {
                int[] numbers = new int[wanted.length];
                ByteBuffer.wrap(seen)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asIntBuffer()
                        .get(numbers);
                throw Failure.of("option value: expected " + a.get(3) + ", seen " + Arrays.toString(numbers));
            }
        };
        int level = Symbols.integer(a.get(1));
        return begin(call, new SystemCall.GetOption(fd(a, 0), level, Symbols.integer(a.get(2)), seen), outputs);
    }

    /** An option whose value is text, filled up with zeros. */
    private Attempt getText(Event.SocketCall call, List<Expression> a, String wanted) throws Failure {
        byte[] seen = new byte[MOST_TEXT_BYTES];
        Attempt.Outputs outputs = result -> {
            String text = new String(seen, StandardCharsets.US_ASCII).replaceFirst("\0.*", "");
            if (result >= 0 && !text.equals(wanted)) {
                throw Failure.of("option value: expected \"" + wanted + "\", seen \"" + text + "\"");
            }
        };
        int level = Symbols.integer(a.get(1));
        return begin(call, new SystemCall.GetOption(fd(a, 0), level, Symbols.integer(a.get(2)), seen), outputs);
    }

    private Attempt ioctl(Event.SocketCall call, List<Expression> a) throws Failure {
        int[] seen = new int[1];
        Attempt.Outputs outputs = result -> {
            if (result >= 0 && a.get(2) instanceof Expression.ListOf(List<Expression> list) && list.size() == 1) {
                long wanted = Symbols.number(list.getFirst());
                if (wanted != seen[0]) {
                    throw Failure.of("ioctl value: expected " + wanted + ", seen " + seen[0]);
                }
            }
        };
        return begin(call, new SystemCall.Ioctl(fd(a, 0), Symbols.integer(a.get(1)), seen), outputs);
    }

    private Attempt poll(Event.SocketCall call, List<Expression> a) throws Failure {
        if (!(a.get(0) instanceof Expression.ListOf(List<Expression> entries))) {
            throw Failure.unsupported("poll on " + a.get(0));
        }
        int[] fds = new int[entries.size()];
        int[] events = new int[fds.length];
        int[] seen = new int[fds.length];
        for (int i = 0; i < fds.length; i++) {
            fds[i] = fd(List.of(field(entries.get(i), "fd")), 0);
            events[i] = Symbols.integer(field(entries.get(i), "events"));
        }
        Attempt.Outputs outputs = result -> {
            for (int i = 0; i < seen.length; i++) {
                Expression revents = field(entries.get(i), "revents");
                if (!(revents instanceof Expression.Whatever) && Symbols.integer(revents) != seen[i]) {
                    throw Failure.of("revents: expected " + revents + ", seen 0x" + Integer.toHexString(seen[i]));
                }
            }
        };
        return begin(call, new SystemCall.Poll(fds, events, seen, Symbols.number(a.get(2))), outputs);
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
