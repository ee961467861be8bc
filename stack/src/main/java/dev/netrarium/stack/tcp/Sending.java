package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Work;

/** A connection's place in the host's queue of work: it sends when its turn comes. */
final class Sending extends Work {
    private final TcpConnection connection;

    Sending(TcpConnection connection) {
        this.connection = connection;
    }

    @Override
    protected void run(long now) {
        connection.run(now);
    }
}
