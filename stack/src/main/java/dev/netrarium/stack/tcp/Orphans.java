package dev.netrarium.stack.tcp;

/** Counts the connections that no program holds any more, and bounds them ({@code tcp_max_orphans}). */
final class Orphans {
    private final Tcp tcp;
    private int count;

    Orphans(Tcp tcp) {
        this.tcp = tcp;
    }

    int count() {
        return count;
    }

    boolean admit(TcpConnection connection) {
        if (count >= tcp.config().maxOrphans()) {
            return false;
        }
        count++;
        connection.countedAsOrphan = true;
        return true;
    }

    /**
     * A time-out of a connection that no program holds: where there are many, those go first that have sent nothing for long
     * or of which the network has said that nobody is there (Linux's {@code tcp_out_of_resources}).
     */
    boolean mustGo(long now, TcpConnection connection) {
        if (!connection.isOrphan()) {
            return false;
        }
        long silent = now - connection.sender.lastDataSentNanos;
        int weight = silent > 2 * tcp.config().rtoMaxMillis() * 1_000_000L ? 2 : 1;
        if (connection.softError != null) {
            weight *= 2;
        }
        return (long) count * weight > tcp.config().maxOrphans();
    }

    void leave(TcpConnection connection) {
        if (connection.countedAsOrphan) {
            connection.countedAsOrphan = false;
            count--;
        }
    }
}
