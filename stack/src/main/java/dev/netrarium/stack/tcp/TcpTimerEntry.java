package dev.netrarium.stack.tcp;

/**
 * The timer of a TCP socket that {@code ss -o} shows.
 *
 * @param kind which
 * @param deadlineNanos when it runs out
 * @param retransmits how often in a row it has run out, or how many probes are unanswered
 */
public record TcpTimerEntry(Kind kind, long deadlineNanos, int retransmits) {
    /** Linux's kinds, as {@code ss} calls them. */
    public enum Kind {
        /** Something that was sent is watched over. */
        ON("on"),
        /** The peer is asked when it is silent for so long. */
        KEEPALIVE("keepalive"),
        /** TIME-WAIT ends, or the wait for the peer's FIN that no program waits for. */
        TIMEWAIT("timewait"),
        /** The peer's window is closed and will be probed. */
        PERSIST("persist");

        private final String linuxName;

        Kind(String linuxName) {
            this.linuxName = linuxName;
        }

        /** As {@code ss} prints it. */
        public String linuxName() {
            return linuxName;
        }
    }
}
