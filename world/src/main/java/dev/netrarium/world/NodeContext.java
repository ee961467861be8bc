package dev.netrarium.world;

import dev.netrarium.stack.Resolver;
import dev.netrarium.stack.sockets.HostSockets;
import java.time.Duration;

/** The world as a program on one node sees it. */
record NodeContext(Node node) implements ProgramContext {
    @Override
    public World world() {
        return node.world();
    }

    @Override
    public HostSockets sockets() {
        return node.sockets();
    }

    @Override
    public Resolver resolver() {
        return node.resolver();
    }

    @Override
    public long now() {
        return node.world().now();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        node.world().run(duration);
    }

    @Override
    public RunningProgram start(String name, Program program) {
        return node.start(name, program);
    }
}
