package dev.netrarium.cli.kernel;

import dev.netrarium.drill.system.SystemCall;
import dev.netrarium.drill.system.SystemUnderTest.Ongoing;
import dev.netrarium.stack.Errno;
import dev.netrarium.stack.calls.SocketConstants;
import dev.netrarium.uplink.KernelSockets;
import dev.netrarium.wire.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The program of a script on the kernel. Calls that cannot block are made at once, others on a thread of their own.
 * Only descriptors that were made here are passed on: the JVM has others.
 */
final class KernelCaller implements AutoCloseable {
    private static final int TCP_CONGESTION = 13;

    /** How often to look whether a connect that lasts has been given its port. */
    private static final long LOOK_NANOS = 50_000;

    /** How long a call that may block is waited for before it counts as under way. */
    private static final long SOON_NANOS = 200_000;

    private final KernelSockets sockets = new KernelSockets();
    private final CallThread thread = new CallThread();
    private final LongSupplier clock;
    private final Runnable wake;

    /** AF_INET or AF_INET6 of each descriptor that is open. */
    private final Map<Integer, Integer> domains = new TreeMap<>();

    private final AtomicLong returned = new AtomicLong();
    private String congestionControl = "";

    /**
     * @param clock the script's time
     * @param wake told when a call has returned
     */
    KernelCaller(LongSupplier clock, Runnable wake) {
        this.clock = clock;
        this.wake = wake;
    }

    /** How many calls that lasted have returned. */
    long returned() {
        return returned.get();
    }

    /** What sockets use from now on. */
    void congestionControl(String name) {
        congestionControl = name;
    }

    private static final class Returned implements Ongoing {
        private volatile @Nullable Long result;
        private volatile long nanos;

        void set(long result, long nanos) {
            this.nanos = nanos;
            this.result = result;
        }

        @Override
        public @Nullable Long result() {
            return result;
        }

        @Override
        public long returnedNanos() {
            return nanos;
        }
    }

    Ongoing begin(SystemCall call) {
        return switch (call) {
            case SystemCall.Socket c -> now(socket(c));
            case SystemCall.Bind c -> known(c.fd(), s -> s.bind(c.fd(), domain(c.fd()), c.local()));
            case SystemCall.Listen c -> known(c.fd(), s -> s.listen(c.fd(), c.backlog()));
            case SystemCall.Accept c -> lasting(c.fd(), s -> accepted(c.fd(), s.accept4(c.fd(), c.flags())));
            case SystemCall.Connect c -> connect(c);
            case SystemCall.Receive c -> lasting(c.fd(), s -> s.recv(c.fd(), c.buffer(), c.flags()));
            case SystemCall.Send c -> {
                int domain = domain(c.fd());
                yield lasting(c.fd(), s -> s.sendto(c.fd(), domain, c.data(), c.flags(), c.to()));
            }
            case SystemCall.Shutdown c -> known(c.fd(), s -> s.shutdown(c.fd(), c.how()));
            case SystemCall.Close c -> lasting(c.fd(), s -> close(s, c.fd()));
            case SystemCall.Fcntl c -> known(c.fd(), s -> s.fcntl(c.fd(), c.command(), c.argument()));
            case SystemCall.SetOption c -> known(c.fd(), s -> s.setsockopt(c.fd(), c.level(), c.name(), c.value()));
            case SystemCall.GetOption c -> known(c.fd(), s -> s.getsockopt(c.fd(), c.level(), c.name(), c.value()));
            case SystemCall.Ioctl c -> known(c.fd(), s -> s.ioctl(c.fd(), c.request(), c.value()));
            case SystemCall.Poll c -> poll(c);
        };
    }

    private Returned now(long result) {
        Returned done = new Returned();
        done.set(result, clock.getAsLong());
        return done;
    }

    private boolean isOpen(int fd) {
        synchronized (domains) {
            return domains.containsKey(fd);
        }
    }

    private int domain(int fd) {
        synchronized (domains) {
            return domains.getOrDefault(fd, SocketConstants.AF_INET);
        }
    }

    private Returned known(int fd, ToLongFunction<KernelSockets> call) {
        return now(isOpen(fd) ? call.applyAsLong(sockets) : -Errno.EBADF.number());
    }

    private Returned lasting(int fd, ToLongFunction<KernelSockets> call) {
        if (!isOpen(fd)) {
            return now(-Errno.EBADF.number());
        }
        int flags = sockets.fcntl(fd, SocketConstants.F_GETFL, 0);
        return (flags & SocketConstants.O_NONBLOCK) != 0 ? now(call.applyAsLong(sockets)) : onThread(call);
    }

    private Returned onThread(ToLongFunction<KernelSockets> call) {
        Returned done = new Returned();
        thread.make(call, result -> {
            done.set(result, clock.getAsLong());
            returned.incrementAndGet();
            wake.run();
        });
        long soon = clock.getAsLong() + SOON_NANOS;
        while (done.result() == null && clock.getAsLong() < soon) {
            Thread.onSpinWait();
        }
        return done;
    }

    private long socket(SystemCall.Socket c) {
        int fd = sockets.socket(c.domain(), c.type(), c.protocol());
        if (fd >= 0) {
            synchronized (domains) {
                domains.put(fd, c.domain());
            }
            if (!congestionControl.isEmpty() && (c.type() & 0xf) == SocketConstants.SOCK_STREAM) {
                byte[] name = congestionControl.getBytes(StandardCharsets.US_ASCII);
                int chosen = sockets.setsockopt(fd, SocketConstants.IPPROTO_TCP, TCP_CONGESTION, name);
                if (chosen < 0) {
                    return chosen;
                }
            }
        }
        return fd;
    }

    private long accepted(int listener, long fd) {
        if (fd >= 0) {
            synchronized (domains) {
                domains.put((int) fd, domains.get(listener));
            }
        }
        return fd;
    }

    private long close(KernelSockets s, int fd) {
        synchronized (domains) {
            domains.remove(fd);
        }
        return s.close(fd);
    }

    /** A connect that lasts has its port at once, or all but. */
    private Returned connect(SystemCall.Connect c) {
        int domain = domain(c.fd());
        Returned connecting = lasting(c.fd(), s -> s.connect(c.fd(), domain, c.remote()));
        Endpoint local = localAddress(c.fd());
        while (connecting.result() == null && local != null && local.port() == 0) {
            LockSupport.parkNanos(LOOK_NANOS);
            local = localAddress(c.fd());
        }
        return connecting;
    }

    private Returned poll(SystemCall.Poll c) {
        int[] fds = c.fds().clone();
        for (int i = 0; i < fds.length; i++) {
            fds[i] = isOpen(fds[i]) ? fds[i] : Integer.MAX_VALUE;
        }
        int millis = (int) Math.clamp(c.millis(), -1, Integer.MAX_VALUE);
        ToLongFunction<KernelSockets> call = s -> s.poll(fds, c.events(), c.seen(), millis);
        return millis == 0 ? now(call.applyAsLong(sockets)) : onThread(call);
    }

    @Nullable Endpoint localAddress(int fd) {
        return isOpen(fd) ? sockets.getsockname(fd) : null;
    }

    @Nullable Long tcpInfo(int fd, String field) {
        if (!isOpen(fd)) {
            return null;
        }
        byte[] info = KernelTcpInfo.empty();
        int result = sockets.getsockopt(fd, SocketConstants.IPPROTO_TCP, KernelTcpInfo.TCP_INFO, info);
        return result < 0 ? null : KernelTcpInfo.field(info, field);
    }

    /** Resets and closes all that is open, which also ends a call under way. */
    @Override
    public void close() {
        byte[] atOnce = ByteBuffer.allocate(2 * Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(1)
                .putInt(0)
                .array();
        synchronized (domains) {
            for (int fd : new ArrayList<>(domains.keySet())) {
                sockets.setsockopt(fd, SocketConstants.SOL_SOCKET, SocketConstants.SO_LINGER, atOnce);
                sockets.shutdown(fd, SocketConstants.SHUT_RDWR);
                sockets.close(fd);
            }
            domains.clear();
        }
        thread.close();
        sockets.close();
    }
}
