package dev.netrarium.cli.kernel;

import dev.netrarium.uplink.KernelSockets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;

/** The thread of a script's program: makes the calls that may block, one after the other. */
final class CallThread implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Runnable END = () -> {};

    private final BlockingQueue<Runnable> calls = new LinkedBlockingQueue<>();
    private final Thread thread;

    /** Started in the namespace of the current thread. */
    CallThread() {
        thread = Thread.ofPlatform().daemon().name("script-program").start(this::run);
    }

    private void run() {
        try {
            Runnable call = calls.take();
            while (call != END) {
                call.run();
                call = calls.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has a call made; whoever waits for it is told by {@code done}, with its result. */
    void make(ToLongFunction<KernelSockets> call, LongConsumer done) {
        calls.add(() -> {
            try (KernelSockets sockets = new KernelSockets()) {
                done.accept(call.applyAsLong(sockets));
            }
        });
    }

    /** Lets it end when the call under way has returned, which its descriptor's end has brought about. */
    @Override
    public void close() {
        calls.add(END);
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
