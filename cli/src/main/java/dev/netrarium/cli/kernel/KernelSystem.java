package dev.netrarium.cli.kernel;

import dev.netrarium.drill.system.SentPacket;
import dev.netrarium.drill.system.SystemCall;
import dev.netrarium.drill.system.SystemUnderTest;
import dev.netrarium.drill.system.TestLink;
import dev.netrarium.drill.system.UnsupportedException;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.PacketPool;
import dev.netrarium.stack.RouteMetrics;
import dev.netrarium.uplink.DescriptorWait;
import dev.netrarium.uplink.NetworkNamespace;
import dev.netrarium.uplink.ThreadPriority;
import dev.netrarium.uplink.TunTap;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Linux under test: a TUN device in a network namespace of its own, the kernel's own socket calls, and the real clock.
 * Belongs to the thread that opened it, which it moves into the namespace.
 */
public final class KernelSystem implements SystemUnderTest {
    private static final String DEVICE = "tun0";

    /** Real time is dear: nothing that a script waits for takes longer. */
    private static final long PATIENCE_NANOS = 300 * 1_000_000_000L;

    private final PacketPool packets = new PacketPool();
    private final ArrayDeque<SentPacket> sent = new ArrayDeque<>();
    private final boolean v6;
    private final DescriptorWait wait;
    private final TunTap tun;
    private final KernelCaller caller;
    private long startNanos = System.nanoTime();
    private long received;

    private KernelSystem(TestLink link) throws IOException {
        v6 = link.remote().family() == IpFamily.IPV6;
        wait = new DescriptorWait();
        try {
            tun = TunTap.open(TunTap.Kind.TUN, DEVICE, packets);
            tun.attach(this::left, now -> {});
            wait.add(tun);
            String setUp = "link set lo up\n"
                    + "link set " + DEVICE + " mtu " + link.mtuBytes() + " up\n"
                    + "addr add " + link.local() + " dev " + DEVICE + (v6 ? " nodad\n" : "\n")
                    + "route add default dev " + DEVICE + "\n";
            IpProgram.run(List.of("ip", v6 ? "-6" : "-4", "-batch", "-"), setUp);
            if (v6) {
                KernelTables.awaitLocalRoute(
                        link.local().address()); // IPv6 takes a new address to be its own by and by
            }
        } catch (IOException | RuntimeException e) {
            wait.close();
            throw e;
        }
        caller = new KernelCaller(this::time, wait::wake);
    }

    /**
     * Makes a namespace for the current thread, which must be a platform thread that does nothing else.
     *
     * @throws IOException when the kernel or {@code ip} refuses, with what may help
     */
    public static SystemUnderTest open(TestLink link) throws IOException {
        NetworkNamespace.enterNew();
        ThreadPriority.beforeOrdinary(); // where it is not allowed, a busy machine needs more attempts
        return new KernelSystem(link);
    }

    private void left(long now, Packet packet) {
        sent.add(new SentPacket(Arrays.copyOfRange(packet.bytes, packet.start, packet.end), now));
        received++;
        packet.release();
    }

    @Override
    public void start() {
        waitFor(0);
        sent.clear();
        startNanos = System.nanoTime();
    }

    @Override
    public long time() {
        return System.nanoTime() - startNanos;
    }

    @Override
    public boolean runToNextEvent(long limit) {
        long before = received;
        long returned = caller.returned();
        boolean more;
        do {
            long left = Math.max(0, limit - time());
            more = left > 0;
            waitFor(left);
        } while (more && received == before && caller.returned() == returned);
        return received != before || caller.returned() != returned;
    }

    private void waitFor(long nanos) {
        try {
            wait.await(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("a script was interrupted", e);
        }
        wait.receive(time());
    }

    @Override
    public void moveTo(long time) {
        // It is that time already.
    }

    @Override
    public long patienceNanos() {
        return PATIENCE_NANOS;
    }

    @Override
    public void receive(byte[] ipPacket) {
        boolean taken = false;
        while (!taken) {
            Packet packet = packets.take(Packet.HEADROOM, ipPacket.length);
            System.arraycopy(ipPacket, 0, packet.bytes, packet.start, ipPacket.length);
            taken = tun.transmit(time(), packet);
        }
    }

    @Override
    public @Nullable SentPacket take() {
        return sent.poll();
    }

    @Override
    public Ongoing begin(SystemCall call) {
        return caller.begin(call);
    }

    @Override
    public @Nullable Endpoint localAddress(int fd) {
        return caller.localAddress(fd);
    }

    @Override
    public @Nullable Long tcpInfo(int fd, String field) {
        return caller.tcpInfo(fd, field);
    }

    @Override
    public @Nullable String sysctl(String name) {
        return KernelTables.get(name);
    }

    @Override
    public void sysctl(String name, String value) throws UnsupportedException {
        if (name.equals("net.ipv4.tcp_congestion_control")) {
            caller.congestionControl(value); // a namespace takes as its default only those that all may use
            return;
        }
        try {
            KernelTables.set(name, value);
        } catch (IOException e) {
            throw new UnsupportedException("sysctl " + name + "=" + value + ": " + e.getMessage());
        }
    }

    @Override
    public void route(RouteMetrics m) throws UnsupportedException {
        String attributes = (m.mtuBytes() == 0 ? "" : " mtu " + (m.mtuLocked() ? "lock " : "") + m.mtuBytes())
                + (m.advertisedMssBytes() == 0 ? "" : " advmss " + m.advertisedMssBytes())
                + (m.initialWindowSegments() == 0 ? "" : " initcwnd " + m.initialWindowSegments())
                + (m.minimumRtoNanos() == 0 ? "" : " rto_min " + m.minimumRtoNanos() / 1_000_000 + "ms")
                + (m.ecn() ? " features ecn" : "");
        run(List.of("ip", v6 ? "-6" : "-4", "-batch", "-"), "route replace default dev " + DEVICE + attributes + "\n");
    }

    @Override
    public void forgetMetrics() throws UnsupportedException {
        run(List.of("ip", "tcp_metrics", "flush", "all"), "");
    }

    @Override
    public void queueDiscipline(String kind) throws UnsupportedException {
        run(List.of("tc", "qdisc", "replace", "dev", DEVICE, "root", kind), "");
    }

    private static void run(List<String> command, String input) throws UnsupportedException {
        try {
            IpProgram.run(command, input);
        } catch (IOException e) {
            throw new UnsupportedException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Map<String, Long> counters() {
        return KernelTables.counters();
    }

    @Override
    public void close() {
        caller.close();
        try {
            wait.close();
        } catch (RuntimeException e) {
            throw new UncheckedIOException(new IOException("the TUN device cannot be closed", e));
        }
    }
}
