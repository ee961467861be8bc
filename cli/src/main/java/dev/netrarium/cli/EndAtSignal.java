package dev.netrarium.cli;

import dev.netrarium.world.WorldException;
import java.io.PrintWriter;

/** Ctrl-C and SIGTERM end what a command has made in good order: captures are complete, devices are gone. */
final class EndAtSignal implements AutoCloseable {
    private final Thread hook;
    private volatile boolean ending;

    /**
     * @param end ends it; the command's own thread then meets a {@link WorldException} or an interruption
     */
    EndAtSignal(String command, PrintWriter err, Runnable end) {
        hook = new Thread(
                () -> {
                    ending = true;
                    try {
                        end.run();
                    } catch (WorldException e) {
                        err.println("netrarium " + command + ": " + CommandShell.sentence(e));
                        err.flush();
                    }
                },
                "netrarium-" + command + "-end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** True once a signal came. */
    boolean isEnding() {
        return ending;
    }

    /** The command has ended by itself. */
    @Override
    public void close() {
        try {
            if (!ending) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException e) {
            ending = true; // the signal came just now, and the hook is about to run
        }
    }
}
