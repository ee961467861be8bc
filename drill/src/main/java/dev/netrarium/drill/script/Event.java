package dev.netrarium.drill.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of a script: what happens, or is to happen, and when. */
public sealed interface Event {
    Place at();

    EventTime time();

    /** As it stands in the script, in one line. */
    String text();

    /** {@code < packet}: a packet that the host is given. */
    record Inbound(Place at, EventTime time, String text, PacketPattern packet) implements Event {}

    /** {@code > packet}: a packet that the host is to send. */
    record Outbound(Place at, EventTime time, String text, PacketPattern packet) implements Event {}

    /**
     * {@code name(arguments) = result ERRNO}: a socket call that the program makes.
     *
     * @param end when it is to return; null when it is not to block
     * @param errno the symbol, or null where none is written
     */
    record SocketCall(
            Place at,
            EventTime time,
            String text,
            @Nullable EventTime end,
            String name,
            List<Expression> arguments,
            Expression result,
            @Nullable String errno)
            implements Event {}

    /** A back-quoted shell command. */
    record Command(Place at, EventTime time, String text, String command) implements Event {}

    /** A <code>%{ }%</code> block. */
    record Code(Place at, EventTime time, String text, String code) implements Event {}
}
