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

    void leave(TcpConnection connection) {
        if (connection.countedAsOrphan) {
            connection.countedAsOrphan = false;
            count--;
        }
    }
}
