package dev.netrarium.drill.host;

import dev.netrarium.drill.system.SystemCall;
import dev.netrarium.drill.system.SystemUnderTest.Ongoing;
import dev.netrarium.stack.Errno;
import dev.netrarium.stack.calls.SocketCalls;
import dev.netrarium.stack.calls.SocketConstants;
import dev.netrarium.stack.tcp.TcpInfo;
import dev.netrarium.stack.tcp.TcpState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Socket calls on a host of ours. Its calls never block; one that would put a program to sleep is tried again whenever
 * somebody asks for its result.
 */
final class HostCalls {
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long WOULD_BLOCK = -Errno.EAGAIN.number();

    private final VirtualHost host;
    private final SocketCalls calls;

    HostCalls(VirtualHost host, SocketCalls calls) {
        this.host = host;
        this.calls = calls;
    }

    /** What a call does when it is tried: the result, or null while it would block. */
    private interface Body {
        @Nullable Long tryOnce();
    }

    private final class Attempt implements Ongoing {
        private final Body body;
        private @Nullable Long result;
        private long returned;

        Attempt(Body body) {
            this.body = body;
        }

        @Override
        public @Nullable Long result() {
            if (result == null) {
                result = body.tryOnce();
                returned = host.time();
                host.settle();
                if (result != null) {
                    host.callLastsUntil(Long.MAX_VALUE);
                }
            }
            return result;
        }

        @Override
        public long returnedNanos() {
            return returned;
        }
    }

    Ongoing begin(SystemCall call) {
        Attempt attempt = new Attempt(body(call));
        attempt.result();
        return attempt;
    }

    private Body body(SystemCall call) {
        return switch (call) {
            case SystemCall.Socket c -> () -> (long) calls.socket(c.domain(), c.type(), c.protocol());
            case SystemCall.Bind c -> () -> (long) calls.bind(c.fd(), c.local());
            case SystemCall.Listen c -> () -> (long) calls.listen(c.fd(), c.backlog());
            case SystemCall.Accept c -> () -> unlessBlocking(c.fd(), 0, calls.accept4(c.fd(), c.flags()));
            case SystemCall.Connect c -> () -> connect(c);
            case SystemCall.Receive c -> receive(c);
            case SystemCall.Send c -> send(c);
            case SystemCall.Shutdown c -> () -> (long) calls.shutdown(c.fd(), c.how());
            case SystemCall.Close c -> () -> (long) calls.close(c.fd());
            case SystemCall.Fcntl c -> () -> (long) calls.fcntl(c.fd(), c.command(), c.argument());
            case SystemCall.SetOption c -> () -> (long) setOption(c);
            case SystemCall.GetOption c -> () -> (long) getOption(c);
            case SystemCall.Ioctl c -> () -> ioctl(c);
            case SystemCall.Poll c -> poll(c);
        };
    }

    private @Nullable Long unlessBlocking(int fd, int flags, long result) {
        return result == WOULD_BLOCK && waits(fd, flags) ? null : Long.valueOf(result);
    }

    private boolean waits(int fd, int flags) {
        return !calls.isNonBlocking(fd) && (flags & SocketConstants.MSG_DONTWAIT) == 0;
    }

    private @Nullable Long connect(SystemCall.Connect c) {
        int result = calls.connect(c.fd(), c.remote());
        boolean lasts = result == -Errno.EINPROGRESS.number() || result == -Errno.EALREADY.number();
        return lasts && !calls.isNonBlocking(c.fd()) ? null : Long.valueOf(result);
    }

    private Body receive(SystemCall.Receive c) {
        byte[] buffer = c.buffer();
        int[] done = new int[1];
        boolean all = (c.flags() & SocketConstants.MSG_WAITALL) != 0;
        int flags = c.flags() & ~SocketConstants.MSG_WAITALL;
        return () -> {
            long result = calls.recv(c.fd(), buffer, done[0], buffer.length - done[0], flags);
            if (all && result > 0 && done[0] + result < buffer.length) {
                done[0] += (int) result;
                return null;
            }
            if (done[0] > 0 && (result == 0 || (result < 0 && result != WOULD_BLOCK))) {
                return (long) done[0];
            }
            Long told = unlessBlocking(c.fd(), c.flags(), result);
            return told == null || told < 0 ? told : Long.valueOf(told + done[0]);
        };
    }

    private Body send(SystemCall.Send c) {
        byte[] data = c.data();
        int[] done = new int[1];
        boolean[] opening = new boolean[1];
        return () -> {
            boolean waits = waits(c.fd(), c.flags());
            int flags = done[0] == 0 && !opening[0] ? c.flags() : c.flags() & ~SocketConstants.MSG_FASTOPEN;
            if (opening[0]) {
                int connected = calls.connect(c.fd(), c.to());
                if (connected < 0 && connected != -Errno.EISCONN.number()) {
                    return connected == -Errno.EALREADY.number() ? null : Long.valueOf(connected);
                }
                opening[0] = false;
                if (done[0] == data.length) {
                    return (long) data.length;
                }
            }
            long result = calls.sendto(c.fd(), data, done[0], data.length - done[0], flags, c.to());
            if (waits && (result > 0 || result == -Errno.EINPROGRESS.number()) && isConnecting(c.fd())) {
                done[0] += (int) Math.max(0, result);
                opening[0] = true; // the data went with the SYN, or will go after it: either way the program waits
                return null;
            }
            if (result < 0) {
                boolean blocks = result == WOULD_BLOCK && waits;
                return blocks ? null : done[0] > 0 ? Long.valueOf(done[0]) : Long.valueOf(result);
            }
            done[0] += (int) result;
            host.settle();
            return done[0] < data.length && waits ? null : Long.valueOf(done[0]);
        };
    }

    /** The option's value is text. */
    private static boolean isText(int level, int name) {
        return level == SocketConstants.IPPROTO_TCP && name == SocketConstants.TCP_CONGESTION;
    }

    private boolean isConnecting(int fd) {
        TcpInfo info = calls.tcpInfo(fd);
        return info != null && info.state() == TcpState.SYN_SENT;
    }

    private int setOption(SystemCall.SetOption c) {
        if (isText(c.level(), c.name())) {
            return calls.setsockopt(c.fd(), c.level(), c.name(), new String(c.value(), StandardCharsets.US_ASCII));
        }
        int[] numbers = new int[Math.max(1, c.value().length / Integer.BYTES)];
        ByteBuffer value = ByteBuffer.wrap(c.value()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; value.remaining() >= Integer.BYTES; i++) {
            numbers[i] = value.getInt();
        }
        return calls.setsockopt(c.fd(), c.level(), c.name(), numbers);
    }

    private int getOption(SystemCall.GetOption c) {
        if (isText(c.level(), c.name())) {
            StringBuilder text = new StringBuilder();
            int result = calls.getsockopt(c.fd(), c.level(), c.name(), text);
            byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(bytes, 0, c.value(), 0, Math.min(bytes.length, c.value().length));
            return result;
        }
        int[] numbers = new int[Math.max(2, c.value().length / Integer.BYTES)];
        int result = calls.getsockopt(c.fd(), c.level(), c.name(), numbers);
        ByteBuffer value = ByteBuffer.wrap(c.value()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; value.remaining() >= Integer.BYTES; i++) {
            value.putInt(numbers[i]);
        }
        return result;
    }

    private Long ioctl(SystemCall.Ioctl c) {
        int result = calls.ioctl(c.fd(), c.request());
        c.value()[0] = Math.max(0, result);
        return (long) Math.min(0, result);
    }

    private Body poll(SystemCall.Poll c) {
        long deadline = c.millis() < 0 ? Long.MAX_VALUE : host.time() + c.millis() * NANOS_PER_MILLI;
        return () -> {
            long ready = 0;
            for (int i = 0; i < c.fds().length; i++) {
                c.seen()[i] = calls.poll(c.fds()[i], c.events()[i]);
                ready += c.seen()[i] != 0 ? 1 : 0;
            }
            if (ready > 0 || host.time() >= deadline) {
                return ready;
            }
            host.callLastsUntil(deadline);
            return null;
        };
    }
}
