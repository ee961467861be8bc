package dev.netrarium.services.dhcpv6;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.Timer;

/** When a message is sent again (RFC 8415 §15), with the parameters of §7.6. */
final class Retransmission {
    private static final long SECOND = 1_000_000_000L;

    /** RAND is within a tenth. */
    private static final int FRACTION = 10;

    /** What an exchange retransmits by: IRT, MRT, MRC (0 for ever). The duration is the caller's to bound. */
    enum Parameters {
        SOLICIT(1, 3600, 0),
        REQUEST(1, 30, 10),
        RENEW(10, 600, 0),
        REBIND(10, 600, 0),
        RELEASE(1, 0, 4),
        DECLINE(1, 0, 4),
        INFORMATION_REQUEST(1, 3600, 0);

        final long initial;
        final long most;
        final int count;

        Parameters(int initialSeconds, int mostSeconds, int count) {
            this.initial = initialSeconds * SECOND;
            this.most = mostSeconds * SECOND;
            this.count = count;
        }
    }

    private final RandomStream chance;
    private Parameters by = Parameters.SOLICIT;
    private long wait;
    private int sent;
    private long deadline = Timer.NEVER;

    Retransmission(RandomStream chance) {
        this.chance = chance;
    }

    long deadline() {
        return deadline;
    }

    /** The first message has been sent. */
    void begin(long now, Parameters parameters) {
        by = parameters;
        sent = 1;
        // §18.2.1: of the first SOLICIT, RAND is greater than 0.
        wait = by.initial + (by == Parameters.SOLICIT ? 1 + chance.nextLong(by.initial / FRACTION) : fuzz(by.initial));
        deadline = now + wait;
    }

    void end() {
        deadline = Timer.NEVER;
    }

    /** The time is over: true when it is to be sent again, false when it was sent often enough. */
    boolean again(long now) {
        if (by.count != 0 && sent >= by.count) {
            deadline = Timer.NEVER;
            return false;
        }
        sent++;
        wait = 2 * wait + fuzz(wait);
        if (by.most != 0 && wait > by.most) {
            wait = by.most + fuzz(by.most);
        }
        deadline = now + wait;
        return true;
    }

    private long fuzz(long of) {
        return chance.nextLong(2 * (of / FRACTION) + 1) - of / FRACTION;
    }
}
