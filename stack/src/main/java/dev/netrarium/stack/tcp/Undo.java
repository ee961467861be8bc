package dev.netrarium.stack.tcp;

import dev.netrarium.wire.SequenceNumber;

/**
 * What is needed to take a reduction of cwnd back that proves needless: because the peer got the originals, as its
 * timestamps say (Eifel, RFC 3522 and 4015), or because every copy that was sent again arrived as a duplicate (RFC 3708).
 */
final class Undo {
    /** A reduction can be taken back: Linux's {@code undo_marker}. */
    boolean possible;

    /** SND.UNA when it began. */
    private int marker;

    /** Copies whose arrival as duplicates is not reported yet; -1 while none was sent. */
    private int copies;

    /** cwnd and ssthresh before; ssthresh 0: keep what is. */
    private int priorWindow;

    private int priorSsthresh;

    /** The timestamp of the first copy. */
    private int copyTimestamp;

    private boolean copySent;

    /** A reduction begins, with so many copies on their way. */
    void begin(int unacknowledged, int resent) {
        possible = true;
        marker = unacknowledged;
        copies = resent > 0 ? resent : -1;
    }

    void remember(int window, int ssthresh) {
        priorWindow = window;
        priorSsthresh = ssthresh;
    }

    /** What is reduced stays so, even if what was sent again proves to have been sent needlessly. */
    void keepReduction() {
        priorSsthresh = 0;
    }

    /** The reduction stands for good. */
    void forget() {
        possible = false;
        priorSsthresh = 0;
    }

    /** A copy was sent, its timestamp clock showing {@code timestamp}. */
    void copySent(int timestamp) {
        copies = Math.max(copies, 0) + 1;
        if (!copySent) {
            copySent = true;
            copyTimestamp = timestamp;
        }
    }

    /** Nothing that was sent twice is on its way any more. */
    void noCopies() {
        copySent = false;
    }

    /** The peer got something twice that ends at {@code end}. */
    void duplicate(int end, int segments) {
        if (possible && copies > 0 && SequenceNumber.lessThan(marker, end)) {
            copies = Math.max(0, copies - segments);
        }
    }

    /** Every copy arrived as a duplicate. */
    boolean allWereDuplicates() {
        return possible && copies == 0;
    }

    /** The acknowledgment answers something that was sent before the first copy. */
    boolean isAnswerToOriginal(Acknowledgment a) {
        return copySent && a.answersBefore(copyTimestamp);
    }

    /** Either. */
    boolean isNeedless(Acknowledgment a) {
        return possible && (copies == 0 || isAnswerToOriginal(a));
    }

    /** Gives cwnd and ssthresh back. */
    void take(Sender sender) {
        CongestionWindow window = sender.window;
        if (priorSsthresh != 0) {
            window.segments = sender.congestionControl.windowAfterUndo(sender, priorWindow);
            window.ssthresh = Math.max(window.ssthresh, priorSsthresh);
        }
        possible = false;
    }
}
