package dev.netrarium.stack.tcp;

import dev.netrarium.wire.SequenceNumber;

/**
 * Measures the rate at which the path delivers (draft-cheng-iccrg-delivery-rate-estimation, as Linux's
 * {@code tcp_rate.c}): each segment carries in the {@link Flight} how much was delivered when it was sent, and when that
 * was; what was delivered until its acknowledgment, by the time from then to now, is a sample.
 */
final class DeliveryRate {
    private static final long NANOS_PER_MICRO = 1000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final Sender sender;

    /** When the segment was sent that was sent latest of all that have arrived; when the flight began, while none has. */
    private long firstSentNanos;

    /** When something was delivered last. */
    private long deliveredNanos;

    /** Until {@link Sender#delivered} passes it, samples are the program's and not the path's; 0: they are the path's. */
    private long appLimitedUntil;

    /** The last sample that was the path's, or the highest that was the program's. */
    private int lastDelivered;

    /** Its interval; negative for the program's. */
    private int lastMicros;

    DeliveryRate(Sender sender) {
        this.sender = sender;
    }

    /** When something was delivered last. */
    long deliveredNanos() {
        return deliveredNanos;
    }

    boolean isAppLimited() {
        return appLimitedUntil != 0;
    }

    /** The last estimate was limited by the program: {@code tcpi_delivery_rate_app_limited}. */
    boolean isLastAppLimited() {
        return lastMicros < 0;
    }

    /** {@code tcpi_delivery_rate}; 0 while nothing was measured. */
    long bytesPerSecond() {
        int micros = Math.abs(lastMicros);
        return micros == 0 ? 0 : (long) lastDelivered * sender.mssBytes * MICROS_PER_SECOND / micros;
    }

    /** Samples from now on say nothing of the path, until all that is in flight has arrived. */
    void limitedByApplication() {
        appLimitedUntil = Math.max(1, sender.delivered + sender.recovery.inFlight());
    }

    /** The program writes again: had it run dry? */
    void programWrites() {
        if (sender.unsentBytes() < sender.mssBytes
                && !sender.hasPacketsBelow()
                && sender.recovery.inFlight() < sender.window.segments
                && sender.recovery.lost() <= sender.recovery.resent()) {
            limitedByApplication();
        }
    }

    /** A segment is about to be added to the flight, or was sent again. */
    void sending(long sentNanos) {
        if (sender.flight.count() == 0) {
            firstSentNanos = sentNanos;
            deliveredNanos = sentNanos;
        }
    }

    /** Writes into the flight what holds as segments are sent together, from that one on. */
    void stamp(int index, int segments, long sentNanos) {
        long delivered = sender.delivered << 1 | (isAppLimited() ? 1 : 0);
        sender.flight.stamp(index, segments, delivered, sentNanos, firstSentNanos, deliveredNanos);
    }

    /** A segment has arrived, by SND.UNA ({@code cumulative}) or by SACK. */
    void arrived(long now, int index, boolean cumulative) {
        RateSample sample = sender.connection.tcp.rateSample;
        Flight flight = sender.flight;
        long sent = flight.sentNanos(index);
        boolean resent = flight.has(index, Flight.EVER_RESENT);
        if (resent) {
            sample.anyResent |= cumulative;
        } else if (cumulative) {
            sample.cumulativeRttNanos = now - sent;
        } else {
            sample.sackRttNanos = now - sent;
        }
        int end = flight.end(index);
        if (sent > firstSentNanos
                || (sent == firstSentNanos && (!sample.isKnown || SequenceNumber.lessThan(sample.end, end)))) {
            sample.isKnown = true;
            sample.end = end;
            sample.isRetransmission = resent;
            sample.sentNanos = sent;
            sample.deliveredBefore = flight.deliveredBefore(index);
            sample.timesBefore = flight.timesBefore(index);
            firstSentNanos = sent;
        }
    }

    /** The acknowledgment has been worked through, {@link Sender#delivered} included: completes the sample. */
    void complete(long now, RateSample sample, Acknowledgment a) {
        if (appLimitedUntil != 0 && sender.delivered > appLimitedUntil) {
            appLimitedUntil = 0;
        }
        if (a.delivered > 0) {
            deliveredNanos = now;
        }
        if (sample.isKnown) {
            sample.priorDelivered = sample.deliveredBefore >> 1;
            sample.isAppLimited = (sample.deliveredBefore & 1) != 0;
        }
        sample.acknowledged = a.delivered;
        sample.losses = sender.recovery.everLost() - sample.priorLost;
        sample.isAckDelayed = a.acknowledged == 1
                && !sample.anySacked
                && sender.unacknowledged - a.before < sender.mssBytes
                && sample.priorDelivered + 1 == sender.delivered;
        long rtt = sample.rttNanos();
        sample.rttMicros = rtt < 0 ? -1 : rtt / NANOS_PER_MICRO;
        if (!sample.isKnown) {
            sample.delivered = -1;
            sample.intervalMicros = -1;
            return;
        }
        sample.delivered = sender.delivered - sample.priorDelivered;
        long sending = Flight.firstSentAgo(sample.timesBefore);
        long acknowledging = now - sample.sentNanos + Flight.deliveredAgo(sample.timesBefore);
        sample.intervalMicros = Math.max(sending, acknowledging) / NANOS_PER_MICRO;
        // Less than any round trip: something sent again needlessly was taken for its copy.
        if (sample.intervalMicros < sender.connection.rtt.minimumSeenNanos() / NANOS_PER_MICRO) {
            sample.intervalMicros = -1;
            return;
        }
        if (!sample.isAppLimited || sample.delivered * Math.abs(lastMicros) >= lastDelivered * sample.intervalMicros) {
            lastDelivered = (int) sample.delivered;
            int micros = (int) Math.min(sample.intervalMicros, Integer.MAX_VALUE);
            lastMicros = sample.isAppLimited ? -micros : micros;
        }
    }
}
