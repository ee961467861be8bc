package dev.netrarium.stack.tcp;

/**
 * What one acknowledgment has told, gathered on its way through the {@link Sender} and its {@link LossRecovery}. One per
 * host, filled anew for each, so that it costs no allocation.
 */
final class Acknowledgment {
    /** SND.UNA before. */
    int before;

    /** It moves SND.UNA. */
    boolean advances;

    /** It lies below SND.UNA: only its SACK blocks can be news. */
    boolean old;

    /** It tells nothing but what was told before (RFC 5681 §2). */
    boolean duplicate;

    /** It says that a router marked what was sent instead of dropping it (RFC 3168). */
    boolean echo;

    boolean hasTimestamp;
    int timestampEcho;

    /** Segments acknowledged, by SND.UNA or by SACK, that were not before. */
    int delivered;

    /** Segments of {@link #delivered} that SND.UNA has passed. */
    int acknowledged;

    /** SACK blocks told of segments that were in doubt. */
    boolean sackedNews;

    /** Something that was sent once, before the loss in question, has arrived. */
    boolean originalArrived;

    /** The peer reports that something came twice (RFC 2883). */
    boolean duplicateReported;

    /** It is the tail loss probe that came twice. */
    boolean duplicateOfProbe;

    /** A second copy was lost too. */
    boolean secondLoss;

    /** Losses that were known before. */
    int lostBefore;

    /** The highest SACKed sequence number before; SND.UNA when there was none. */
    int highestBefore;

    /** The lowest sequence number that arrived after higher ones, without being sent again; while {@link #reordered}. */
    int reorderedFrom;

    boolean reordered;

    /** The longest round trip of the segments that were SACKed now and sent once, or -1. */
    long sackRttNanos;

    /** cwnd may grow. */
    boolean mayGrow;

    /** The timer starts anew. */
    boolean restartsTimer;

    Acknowledgment begin(Sender sender, Segment segment, boolean isDuplicate) {
        before = sender.unacknowledged;
        advances = segment.acknowledgment - before > 0;
        old = segment.acknowledgment - before < 0;
        duplicate = isDuplicate;
        echo = !old && Ecn.isEcho(sender.connection, segment);
        hasTimestamp = segment.hasTimestamps && sender.connection.hasTimestamps;
        timestampEcho = segment.timestampEcho;
        delivered = 0;
        acknowledged = 0;
        sackedNews = false;
        originalArrived = false;
        duplicateReported = false;
        duplicateOfProbe = false;
        secondLoss = false;
        reordered = false;
        sackRttNanos = -1;
        mayGrow = false;
        restartsTimer = false;
        return this;
    }

    /** A segment that begins here arrived after a higher one, and was sent but once. */
    void sawReordered(int start) {
        if (!reordered || start - reorderedFrom < 0) {
            reordered = true;
            reorderedFrom = start;
        }
    }

    /** The peer's answer is to something sent before timestamp {@code value} (RFC 3522). */
    boolean answersBefore(int value) {
        return hasTimestamp && timestampEcho != 0 && timestampEcho - value < 0;
    }
}
