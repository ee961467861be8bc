package dev.netrarium.uplink;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.netrarium.stack.LinkPort;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.PacketPool;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A TUN or TAP device of the Linux kernel: what the kernel sends by the interface comes in here, and what is transmitted
 * here the kernel receives. A TAP carries Ethernet frames, a TUN IP packets.
 *
 * <p>The device belongs to a loop: it is read by the {@link DescriptorWait} that it was added to, and written with the
 * loop's baton held. It needs the right to open {@code /dev/net/tun} and CAP_NET_ADMIN over the network namespace, or a
 * persistent device made for this user ({@code ip tuntap add dev NAME mode tap user USER}).
 */
public final class TunTap implements LinkPort, Closeable {
    /** What the device carries. */
    public enum Kind {
        /** IP packets. */
        TUN(1),
        /** Ethernet frames. */
        TAP(2);

        private final int flag;

        Kind(int flag) {
            this.flag = flag;
        }
    }

    /** Frames taken in one turn, so that a flood from the kernel does not keep timers and programs waiting. */
    static final int READ_QUOTA = 64;

    private static final String DEVICE = "/dev/net/tun";
    private static final long TUNSETIFF = 0x400454caL;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFREQ_BYTES = 40;
    private static final int IFREQ_FLAGS = 16;
    private static final int NAME_MAX = 15;
    private static final int BUFFER_BYTES = 65_536 + 64;

    private final Arena arena = Arena.ofShared();
    private final KernelCalls kernel = new KernelCalls(arena);
    private final MemorySegment readBuffer = arena.allocate(BUFFER_BYTES);
    private final MemorySegment writeBuffer = arena.allocate(BUFFER_BYTES);
    private final PacketPool packets;
    private final Kind kind;
    private final String name;
    private final int descriptor;
    private @Nullable FrameReceiver receiver;
    private @Nullable PortReady ready;
    private @Nullable Runnable waker;

    // Written with the baton held, read by the loop's thread while it waits without.
    private volatile boolean blocked;
    private volatile boolean closed;
    private volatile boolean lost;

    private long received;
    private long sent;
    private long refused;

    /** Told when the device takes frames again after it had refused one. */
    @FunctionalInterface
    public interface PortReady {
        void portReady(long now);
    }

    private TunTap(Kind kind, String name, PacketPool packets) throws IOException {
        this.kind = kind;
        this.packets = packets;
        int opened = -1;
        try {
            opened = kernel.open(
                    arena.allocateFrom(DEVICE), KernelCalls.O_RDWR | KernelCalls.O_NONBLOCK | KernelCalls.O_CLOEXEC);
            if (opened < 0) {
                throw new KernelException("cannot open " + DEVICE, -opened, adviceOnOpen(-opened));
            }
            MemorySegment request = arena.allocate(IFREQ_BYTES, 8);
            byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
            MemorySegment.copy(wanted, 0, request, JAVA_BYTE, 0, wanted.length);
            request.set(JAVA_SHORT, IFREQ_FLAGS, (short) (kind.flag | IFF_NO_PI));
            int attached = kernel.ioctl(opened, TUNSETIFF, request);
            if (attached < 0) {
                throw new KernelException(
                        "cannot attach to the device " + name, -attached, adviceOnAttach(-attached, name));
            }
            this.name = request.getString(0, StandardCharsets.US_ASCII);
        } catch (IOException | RuntimeException e) {
            if (opened >= 0) {
                kernel.close(opened);
            }
            arena.close();
            throw e;
        }
        this.descriptor = opened;
    }

    /**
     * Opens the device, making it when it does not exist; then it vanishes when closed.
     *
     * @param name 1 to 15 characters; {@code %d} in it lets the kernel choose a number
     * @param packets the pool of the loop that the device belongs to
     * @throws KernelException when the kernel refuses, with what may help
     * @throws IOException on a system that is not Linux
     */
    public static TunTap open(Kind kind, String name, PacketPool packets) throws IOException {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            throw new IOException("TUN and TAP devices are Linux's; this is " + System.getProperty("os.name"));
        }
        if (name.isEmpty() || name.length() > NAME_MAX || !name.matches("[!-~&&[^/:]]+")) {
            throw new IllegalArgumentException(
                    "a device name has 1 to 15 printable characters, none of them '/', ':' or a space: \"" + name
                            + "\"");
        }
        return new TunTap(kind, name, packets);
    }

    /** The name that the kernel knows it by. */
    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /** Says where frames go that the kernel sends, and who is told when a refused frame may be offered again. */
    public void attach(FrameReceiver to, PortReady whenReady) {
        receiver = to;
        ready = whenReady;
    }

    /** Frames that came from the kernel. */
    public long received() {
        return received;
    }

    /** Frames that the kernel took. */
    public long sent() {
        return sent;
    }

    /** Frames that the kernel did not take: its interface is down, or out of memory. */
    public long refused() {
        return refused;
    }

    @Override
    public boolean transmit(long now, Packet frame) {
        int length = frame.length();
        if (isGone() || length > BUFFER_BYTES) {
            refused++;
            frame.release();
            return true;
        }
        MemorySegment.copy(frame.bytes, frame.start, writeBuffer, JAVA_BYTE, 0, length);
        int written = kernel.write(descriptor, writeBuffer, length);
        if (written == -KernelCalls.EAGAIN) {
            blocked = true;
            Runnable wake = waker;
            if (wake != null) {
                wake.run(); // the wait that is under way does not wait for room yet
            }
            return false;
        }
        if (written < 0) {
            refused++;
        } else {
            sent++;
        }
        frame.release();
        return true;
    }

    /** Removes the device, unless it is persistent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            kernel.close(descriptor);
            arena.close();
        }
    }

    int descriptor() {
        return descriptor;
    }

    /** Says how to end the wait of the loop that reads this device. */
    void wokenBy(Runnable wake) {
        waker = wake;
    }

    /** True when it was closed, or the kernel took it away: no frame comes or goes any more. */
    public boolean isGone() {
        return closed || lost;
    }

    /** What to poll for. */
    short interest() {
        return (short) (KernelCalls.POLLIN | (blocked ? KernelCalls.POLLOUT : 0));
    }

    /** Takes in what waits, up to the quota; true when more may wait. */
    boolean drain(long now) {
        FrameReceiver to = receiver;
        if (isGone() || to == null) {
            return false;
        }
        if (blocked) {
            blocked = false;
            PortReady told = ready;
            if (told != null) {
                told.portReady(now);
            }
        }
        for (int i = 0; i < READ_QUOTA; i++) {
            int length = kernel.read(descriptor, readBuffer, BUFFER_BYTES);
            if (length == -KernelCalls.EINTR) {
                continue;
            }
            if (length <= 0) {
                // EAGAIN: nothing waits. EIO: the interface is down. Anything else: the kernel has taken the device
                // away, with its namespace for instance, and polling it would never rest.
                lost = length < 0 && length != -KernelCalls.EAGAIN && length != -KernelCalls.EIO;
                return false;
            }
            Packet packet = packets.take(Packet.HEADROOM, length);
            MemorySegment.copy(readBuffer, ValueLayout.JAVA_BYTE, 0, packet.bytes, packet.start, length);
            packet.receivedNanos = now;
            received++;
            to.receive(now, packet);
        }
        return true;
    }

    private static String adviceOnOpen(int errno) {
        return switch (errno) {
            case KernelCalls.EACCES, KernelCalls.EPERM ->
                "run as root, or let the device node be opened: chmod 0666 " + DEVICE;
            case KernelCalls.ENOENT, KernelCalls.ENODEV -> "the kernel has no TUN/TAP driver here: modprobe tun";
            default -> "";
        };
    }

    private static String adviceOnAttach(int errno, String name) {
        return switch (errno) {
            case KernelCalls.EPERM ->
                "CAP_NET_ADMIN is needed: run as root, or inside `unshare -rn`, or make it beforehand: ip tuntap add dev "
                        + name + " mode tap user $USER";
            case KernelCalls.EBUSY -> "another process holds it: ip -d link show " + name;
            case KernelCalls.EINVAL -> "an interface of that name is no TUN/TAP device, or of the other kind";
            default -> "";
        };
    }
}
