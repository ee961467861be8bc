package dev.netrarium.world;

import dev.netrarium.stack.Resolver;
import dev.netrarium.stack.sockets.HostSockets;
import java.time.Duration;

/** What a program sees of the world: the host that it runs on. */
public interface ProgramContext {
    /** The host that the program runs on. */
    Node node();

    /** The world that the host stands in. */
    World world();

    /** The host's sockets. */
    HostSockets sockets();

    /** How names become addresses on this host. */
    Resolver resolver();

    /** Nanoseconds since the world began. */
    long now();

    /** Sleeps in the world's time. */
    void sleep(Duration duration) throws InterruptedException;

    /** Starts another program on the same host; it ends when the world ends, not with its parent. */
    RunningProgram start(String name, Program program);
}
