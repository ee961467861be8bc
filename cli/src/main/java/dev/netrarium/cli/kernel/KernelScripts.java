package dev.netrarium.cli.kernel;

import dev.netrarium.drill.Drill;
import dev.netrarium.drill.ScriptResult;
import dev.netrarium.drill.system.TestLink;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs scripts against the kernel, several at the same time: most of a script's time is waiting. */
public final class KernelScripts implements AutoCloseable {
    /** Other work of the machine may disturb one attempt; three in a row are no accident. */
    private static final int ATTEMPTS = 3;

    /** Makes the JVM load and compile what scripts need, before any is judged. */
    private static final String FIRST = """
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  bind(3, ..., ...) = 0
            +0  listen(3, 1) = 0
            +0  < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>
            +0  > S. 0:0(0) ack 1 <mss 1460,nop,nop,sackOK,nop,wscale 8>
            +0  < P. 1:1001(1000) ack 1 win 257
            +0  accept(3, ..., ...) = 4
            +0  > . 1:1(0) ack 1001
            +0  read(4, ..., 1000) = 1000
            +0  write(4, ..., 1000) = 1000
            +0  > P. 1:1001(1000) ack 1001
            +0  close(4) = 0
            """;

    private static final int WARM_UPS = 3;

    private final Drill drill;
    private final ExecutorService threads;

    /**
     * @param atOnce how many at the same time; more than a few disturb each other
     */
    public KernelScripts(int atOnce, boolean audits) {
        drill = Drill.inRealTime(audits, KernelSystem::open, ATTEMPTS);
        threads = Executors.newFixedThreadPool(
                Math.max(1, atOnce),
                Thread.ofPlatform().daemon().name("script-", 0).factory());
    }

    /**
     * Tries whether the kernel can be tested here.
     *
     * @throws IOException when not, with what may help
     */
    public void require() throws IOException {
        TestLink link = new TestLink(1500, InterfaceAddress.of("192.168.0.1/16"), IpAddress.of("192.0.2.1"));
        Future<?> tried = threads.submit(() -> {
            KernelSystem.open(link).close();
            return "";
        });
        get(tried);
        List<Future<?>> first = new ArrayList<>();
        for (int i = 0; i < WARM_UPS; i++) {
            first.add(run("first.pkt", FIRST));
        }
        for (Future<?> each : first) {
            get(each);
        }
    }

    /** Begins with a script, when its turn comes. */
    public Future<List<ScriptResult>> run(String name, String source) {
        return threads.submit(() -> drill.run(name, source));
    }

    /** Waits for an outcome. */
    public static <T> T get(Future<T> outcome) throws IOException {
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Gives up what has not begun. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
