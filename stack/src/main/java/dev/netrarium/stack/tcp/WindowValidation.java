package dev.netrarium.stack.tcp;

/**
 * What becomes of a congestion window that is not used: it does not grow (RFC 7661), decays while the program sends less
 * than it may, and begins small again after an idle time (RFC 2861, both as Linux does it).
 */
final class WindowValidation {
    private WindowValidation() {}

    /** The program is about to write: had it kept the connection idle? */
    static void programWrites(long now, Sender sender) {
        long last = sender.lastDataSentNanos;
        long timeout = sender.connection.rtt.rtoNanos();
        if (last != 0
                && sender.flight.count() == 0
                && sender.buffer.length() == 0
                && now - last > timeout
                && decays(sender)) {
            sender.window.restart(now, now - last, timeout, sender.initialWindow());
        }
    }

    /** Data was sent, or would have been but for cwnd, which is {@code full} then. */
    static void sent(long now, Sender sender, boolean full) {
        CongestionWindow window = sender.window;
        long unused = window.validate(now, sender.unacknowledged, sender.next, sender.flight.count(), full);
        if (unused >= sender.connection.rtt.rtoNanos() && decays(sender)) {
            if (sender.recovery.state() == LossRecovery.State.OPEN && sender.connection.hasSendRoom()) {
                window.decay(now, sender.initialWindow());
            } else {
                window.forgetUse(now);
            }
        }
    }

    private static boolean decays(Sender sender) {
        return sender.connection.tcp.config().slowStartAfterIdle() != 0 && !sender.congestionControl.controlsWindow();
    }
}
