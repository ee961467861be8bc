package dev.netrarium.cli.tools;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.wire.IpAddress;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where a tool runs: a host, what the host knows of names, and the three standard streams.
 *
 * @param nameServers what {@code dig} asks when no server is named, in order
 * @param epoch the calendar date at which the loop's time began
 */
public record ToolContext(
        HostSockets sockets,
        Names names,
        List<IpAddress> nameServers,
        Instant epoch,
        InputStream in,
        PrintWriter out,
        PrintWriter err) {
    public ToolContext {
        nameServers = List.copyOf(nameServers);
    }

    Host host() {
        return sockets.host();
    }

    /** Nanoseconds since the loop's time began. */
    long now() {
        return sockets.loop().now();
    }

    /** The date and time. */
    Instant date() {
        return epoch.plusNanos(now());
    }

    /** The loop's time so long from now. */
    long deadline(Duration timeout) {
        return sockets.deadline(timeout);
    }

    /** Looks at the host, or changes it, with the baton held. */
    <T> T ask(Supplier<T> question) {
        sockets.loop().enter();
        try {
            T answer = question.get();
            sockets.loop().poke(host());
            return answer;
        } finally {
            sockets.loop().leave();
        }
    }

    /** As {@link #ask}, for what has no answer. */
    void command(Runnable change) {
        ask(() -> {
            change.run();
            return true;
        });
    }
}
