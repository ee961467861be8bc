package dev.netrarium.stack.tcp;

import dev.netrarium.wire.SequenceNumber;

/**
 * F-RTO (RFC 5682 §3.1, with SACK): after a time-out the oldest segment is sent again and then new data, and what comes
 * back tells a needless time-out from a loss.
 */
final class ForwardRto {
    /** The time-out's verdict is open. */
    private boolean open;

    /** New data goes before what is held lost. */
    boolean wantsNewData;

    void begin(boolean on) {
        open = on;
        wantsNewData = false;
    }

    void stop() {
        open = false;
        wantsNewData = false;
    }

    /** New data could be sent, or could not. */
    void triedNewData(boolean sent) {
        wantsNewData = false;
        open &= sent;
    }

    /** Step 3b: something that was sent before the time-out, and once, has arrived: the time-out was needless. */
    boolean isNeedless(Acknowledgment a) {
        return open && a.originalArrived;
    }

    /**
     * Steps 2 and 3a.
     *
     * @param high SND.NXT at the time-out, or when step 2 was taken
     * @return true when step 2b is taken now: the mark moves to SND.NXT, and new data goes first
     */
    boolean step(Sender sender, Acknowledgment a, int high, boolean recovered) {
        if (!open) {
            return false;
        }
        if (SequenceNumber.lessThan(high, sender.next)) {
            if (a.sackedNews || a.duplicate) {
                open = false; // the loss was real
            }
        } else if (a.advances && !recovered) {
            if (sender.unsentBytes() > 0 && sender.windowRoomBytes() > 0) {
                wantsNewData = true;
                return true;
            }
            open = false;
        }
        return false;
    }
}
