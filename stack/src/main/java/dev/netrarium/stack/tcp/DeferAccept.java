package dev.netrarium.stack.tcp;

/**
 * TCP_DEFER_ACCEPT: a listener holds a connection back until data has come. The option is in seconds, the rule in
 * SYN-ACKs, as on Linux: as many as fit the time are not sent while the peer's bare ACK is known, and one more is, which
 * gives it a last chance.
 */
final class DeferAccept {
    private static final int MOST_RETRIES = 255;

    private DeferAccept() {}

    /** How many time-outs of the SYN-ACK cover so many seconds. */
    static int retries(int seconds, TcpConfig config) {
        if (seconds <= 0) {
            return 0;
        }
        int retries = 1;
        int most = config.rtoMaxMillis() / 1000;
        int timeout = 1;
        long period = timeout;
        while (seconds > period && retries < MOST_RETRIES) {
            retries++;
            timeout = Math.min(timeout << 1, most);
            period += timeout;
        }
        return retries;
    }

    /** The seconds that getsockopt tells: those that the time-outs cover. */
    static int seconds(int retries, TcpConfig config) {
        int most = config.rtoMaxMillis() / 1000;
        int timeout = 1;
        int period = 0;
        for (int i = 0; i < retries; i++) {
            period += timeout;
            timeout = Math.min(timeout << 1, most);
        }
        return period;
    }
}
