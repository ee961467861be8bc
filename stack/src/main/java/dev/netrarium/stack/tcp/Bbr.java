package dev.netrarium.stack.tcp;

import dev.netrarium.stack.RandomStream;

/**
 * BBR, version 1, as Linux carries it: it models the path by the greatest delivery rate of ten round trips and the least
 * round trip of ten seconds, sends at that rate, and keeps about two of their products in flight
 * (draft-cardwell-iccrg-bbr-congestion-control-00; Cardwell et al., "BBR: Congestion-Based Congestion Control", CACM
 * 60(2), 2017). Losses do not slow it down, but where a policer is at work ({@link BbrPolicer}).
 *
 * <p>It starts up until the rate no longer grows, drains the queue that this made, and then mostly cruises, trying every
 * eighth round trip whether the path can do more; when no lower round trip came for ten seconds, it stops almost wholly
 * for a fifth of a second to measure one.
 */
final class Bbr implements CongestionControl {
    /** Bandwidth is in segments per microsecond, times 2<sup>24</sup>; gains are times 2<sup>8</sup>. */
    static final int RATE_SHIFT = 24;

    static final int GAIN_SHIFT = 8;
    static final int UNIT = 1 << GAIN_SHIFT;

    enum Mode {
        STARTUP,
        DRAIN,
        PROBE_BANDWIDTH,
        PROBE_ROUND_TRIP
    }

    /** 2 / ln 2: the least that doubles the rate each round trip. */
    private static final int HIGH_GAIN = UNIT * 2885 / 1000 + 1;

    private static final int DRAIN_GAIN = UNIT * 1000 / 2885;
    private static final int WINDOW_GAIN = 2 * UNIT;

    /** One round trip more than the path has shown, one to drain what that queued, six as it is. */
    private static final int[] CYCLE = {UNIT * 5 / 4, UNIT * 3 / 4, UNIT, UNIT, UNIT, UNIT, UNIT, UNIT};

    private static final int BANDWIDTH_ROUNDS = CYCLE.length + 2;
    private static final long ROUND_TRIP_NANOS = 10_000_000_000L;
    private static final long PROBE_NANOS = 200_000_000L;
    private static final int LEAST_WINDOW = 4;

    /** The pipe is full when the rate did not grow by a quarter in three rounds. */
    private static final int GROWTH = UNIT * 5 / 4;

    private static final int ROUNDS_WITHOUT_GROWTH = 3;

    /** Send a little slower than estimated, so that queues drain. */
    private static final int MARGIN_PERCENT = 1;

    /** Below 1.2 Mbit/s segments leave one by one. */
    private static final long SLOW_BYTES_PER_SECOND = 150_000;

    private static final long INITIAL_ROUND_TRIP_MICROS = 1000;
    private static final int INITIAL_WINDOW = 10;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final WindowedMaximum bandwidth = new WindowedMaximum(BANDWIDTH_ROUNDS);
    private final BbrPolicer policer = new BbrPolicer();
    private final BbrAggregation aggregation = new BbrAggregation();
    private RandomStream chance = RandomStream.of(0, "", "");
    private Mode mode = Mode.STARTUP;
    private int pacingGain = HIGH_GAIN;
    private int windowGain = HIGH_GAIN;
    private long pacingRate;
    private boolean roundTripSeen;

    private long leastRoundTripMicros = UNKNOWN;
    private long leastRoundTripNanos;
    private long probeDoneNanos;
    private boolean probeRoundDone;

    /** Rounds by what was delivered: one ends when something is acknowledged that was sent after it began. */
    private long rounds;

    private boolean roundStart;
    private long nextRoundDelivered;

    private long fullBandwidth;
    private int roundsFull;
    private boolean pipeFilled;

    private int phase;
    private long phaseNanos;

    /** cwnd before a recovery or a probe, and the state at the last acknowledgment. */
    private int priorWindow;

    private LossRecovery.State priorState = LossRecovery.State.OPEN;
    private boolean conserving;
    private boolean restarting;

    @Override
    public String name() {
        return "bbr";
    }

    Mode mode() {
        return mode;
    }

    @Override
    public void begin(long now, Sender sender) {
        TcpConnection connection = sender.connection;
        chance = RandomStream.of(connection.tcp.controlSeed, connection.tuple().toString(), "bbr phase");
        sender.window.ssthresh = CongestionWindow.INFINITE;
        long least = connection.rtt.minimumSeenNanos();
        leastRoundTripMicros = least == 0 ? UNKNOWN : Math.max(1, least / 1000);
        leastRoundTripNanos = now;
        nextRoundDelivered = sender.delivered;
        bandwidth.reset(0, 0);
        policer.reset(sender);
        aggregation.restart(now);
        paceByRoundTrip(sender);
        mode = Mode.STARTUP;
        setGains();
    }

    @Override
    public boolean controlsWindow() {
        return true;
    }

    @Override
    public boolean needsPacing() {
        return true;
    }

    @Override
    public long pacingRate() {
        return pacingRate;
    }

    @Override
    public int leastSuperSegments(int configured) {
        return pacingRate < SLOW_BYTES_PER_SECOND ? 1 : 2;
    }

    @Override
    public void acknowledged(long now, Sender sender, int segments) {
        throw new IllegalStateException("it controls the window by samples");
    }

    @Override
    public void sampled(long now, Sender sender, RateSample sample) {
        measureBandwidth(sender, sample);
        aggregation.sample(sender, sample, bandwidth(), roundStart);
        if (mode == Mode.PROBE_BANDWIDTH && isPhaseOver(now, sender, sample)) {
            nextPhase(sender);
        }
        judgePipe(sample);
        drain(now, sender);
        measureRoundTrip(now, sender, sample);
        setGains();
        pace(sender, bandwidth(), pacingGain);
        setWindow(sender, sample);
    }

    @Override
    public int ssthreshAfterLoss(CongestionWindow window) {
        saveWindow(window);
        return window.ssthresh;
    }

    @Override
    public int windowAfterUndo(Sender sender, int priorSegments) {
        fullBandwidth = 0; // what losses seemed to say of the path does not hold
        roundsFull = 0;
        policer.reset(sender);
        return sender.window.segments;
    }

    @Override
    public void timedOut(long now, Sender sender) {
        priorState = LossRecovery.State.LOSS;
        fullBandwidth = 0;
        roundStart = true; // a time-out is the end of a round
        samplePolicer(sender, true, false);
    }

    @Override
    public void resumed(long now, Sender sender, long idleNanos) {
        if (!sender.rate.isAppLimited()) {
            return;
        }
        restarting = true;
        aggregation.restart(now);
        if (mode == Mode.PROBE_BANDWIDTH) {
            pace(sender, bandwidth(), UNIT); // nothing is queued on the path that had to be filled or drained
        } else if (mode == Mode.PROBE_ROUND_TRIP) {
            endProbe(now, sender);
        }
    }

    // The model.

    private long bandwidth() {
        return policer.isInUse() ? policer.bandwidth() : bandwidth.greatest();
    }

    private void measureBandwidth(Sender sender, RateSample sample) {
        roundStart = false;
        if (sample.delivered < 0 || sample.intervalMicros <= 0) {
            return;
        }
        if (sample.priorDelivered >= nextRoundDelivered) {
            nextRoundDelivered = sender.delivered;
            rounds++;
            roundStart = true;
            conserving = false;
        }
        samplePolicer(sender, sample.losses > 0, sample.isAppLimited);
        long seen = (sample.delivered << RATE_SHIFT) / sample.intervalMicros;
        if (!sample.isAppLimited || seen >= bandwidth.greatest()) {
            bandwidth.add(rounds, seen);
        }
    }

    private void samplePolicer(Sender sender, boolean anyLost, boolean appLimited) {
        if (policer.sample(sender, mode == Mode.PROBE_BANDWIDTH, roundStart, anyLost, appLimited)) {
            beginCycle(sender);
        }
    }

    private void judgePipe(RateSample sample) {
        if (pipeFilled || !roundStart || sample.isAppLimited) {
            return;
        }
        if (bandwidth.greatest() >= fullBandwidth * GROWTH >> GAIN_SHIFT) {
            fullBandwidth = bandwidth.greatest();
            roundsFull = 0;
        } else {
            pipeFilled = ++roundsFull >= ROUNDS_WITHOUT_GROWTH;
        }
    }

    private void measureRoundTrip(long now, Sender sender, RateSample sample) {
        boolean old = now > leastRoundTripNanos + ROUND_TRIP_NANOS;
        if (sample.rttMicros >= 0 && (sample.rttMicros < leastRoundTripMicros || (old && !sample.isAckDelayed))) {
            leastRoundTripMicros = sample.rttMicros;
            leastRoundTripNanos = now;
        }
        if (old && !restarting && mode != Mode.PROBE_ROUND_TRIP) {
            mode = Mode.PROBE_ROUND_TRIP;
            saveWindow(sender.window);
            probeDoneNanos = 0;
        }
        if (mode == Mode.PROBE_ROUND_TRIP) {
            sender.rate.limitedByApplication(); // what is measured meanwhile says nothing of the path
            if (probeDoneNanos == 0 && sender.recovery.inFlight() <= LEAST_WINDOW) {
                probeDoneNanos = now + PROBE_NANOS;
                probeRoundDone = false;
                nextRoundDelivered = sender.delivered;
            } else if (probeDoneNanos != 0) {
                probeRoundDone |= roundStart;
                if (probeRoundDone) {
                    endProbe(now, sender);
                }
            }
        }
        if (sample.delivered > 0) {
            restarting = false;
        }
    }

    // The modes.

    private void setGains() {
        switch (mode) {
            case STARTUP -> {
                pacingGain = HIGH_GAIN;
                windowGain = HIGH_GAIN;
            }
            case DRAIN -> {
                pacingGain = DRAIN_GAIN;
                windowGain = HIGH_GAIN;
            }
            case PROBE_BANDWIDTH -> {
                pacingGain = policer.isInUse() ? UNIT : CYCLE[phase];
                windowGain = WINDOW_GAIN;
            }
            case PROBE_ROUND_TRIP -> {
                pacingGain = UNIT;
                windowGain = UNIT;
            }
        }
    }

    private void drain(long now, Sender sender) {
        int pipe = inFlightAt(bandwidth.greatest(), UNIT, sender);
        if (mode == Mode.STARTUP && pipeFilled) {
            mode = Mode.DRAIN;
            sender.window.ssthresh = pipe;
        }
        if (mode == Mode.DRAIN && inNetwork(now, sender, sender.recovery.inFlight()) <= pipe) {
            beginCycle(sender);
        }
    }

    /** Cruises from a random phase on, but never from the draining one. */
    private void beginCycle(Sender sender) {
        mode = Mode.PROBE_BANDWIDTH;
        phase = CYCLE.length - 1 - chance.nextInt(CYCLE.length - 1);
        nextPhase(sender);
    }

    private void nextPhase(Sender sender) {
        phase = (phase + 1) % CYCLE.length;
        phaseNanos = sender.rate.deliveredNanos();
    }

    private boolean isPhaseOver(long now, Sender sender, RateSample sample) {
        boolean whole = sender.rate.deliveredNanos() - phaseNanos > leastRoundTripMicros * 1000;
        if (pacingGain == UNIT) {
            return whole;
        }
        int inNetwork = inNetwork(now, sender, sample.priorInFlight);
        if (pacingGain > UNIT) {
            // As long as it takes to have so much in flight, unless that does not fit.
            return whole && (sample.losses > 0 || inNetwork >= inFlightAt(bandwidth.greatest(), pacingGain, sender));
        }
        return whole || inNetwork <= inFlightAt(bandwidth.greatest(), UNIT, sender);
    }

    private void endProbe(long now, Sender sender) {
        if (probeDoneNanos == 0 || now <= probeDoneNanos) {
            return;
        }
        leastRoundTripNanos = now;
        sender.window.segments = Math.max(sender.window.segments, priorWindow);
        if (pipeFilled) {
            beginCycle(sender);
        } else {
            mode = Mode.STARTUP;
        }
    }

    // What follows for the rate and the window.

    private void pace(Sender sender, long rate, int gain) {
        long wanted = bytesPerSecond(rate, sender.mssBytes, gain);
        if (!roundTripSeen && sender.connection.rtt.smoothedNanos() > 0) {
            paceByRoundTrip(sender);
        }
        if (pipeFilled || wanted > pacingRate) {
            pacingRate = wanted;
        }
    }

    /** Before anything is known of the path: cwnd per round trip, at the gain of the start. */
    private void paceByRoundTrip(Sender sender) {
        long micros = sender.connection.rtt.smoothedNanos() / 1000;
        roundTripSeen = micros > 0;
        long rate =
                ((long) sender.window.segments << RATE_SHIFT) / (roundTripSeen ? micros : INITIAL_ROUND_TRIP_MICROS);
        pacingRate = bytesPerSecond(rate, sender.mssBytes, HIGH_GAIN);
    }

    private void setWindow(Sender sender, RateSample sample) {
        CongestionWindow window = sender.window;
        int acknowledged = sample.acknowledged;
        if (acknowledged > 0) {
            int segments = recoverOrRestore(sender, sample);
            if (!conserving) {
                int target = delayProduct(bandwidth(), windowGain);
                if (pipeFilled) {
                    target += aggregation.segments(bandwidth());
                }
                target = quantized(target, sender);
                if (pipeFilled) {
                    segments = Math.min(segments + acknowledged, target);
                } else if (segments < target || sender.delivered < INITIAL_WINDOW) {
                    segments += acknowledged;
                }
                segments = Math.max(segments, LEAST_WINDOW);
            }
            window.segments = segments;
        }
        if (mode == Mode.PROBE_ROUND_TRIP) {
            window.segments = Math.min(window.segments, LEAST_WINDOW);
        }
    }

    /** In the first round of a recovery what leaves is what arrives; after it cwnd is what it was before. */
    private int recoverOrRestore(Sender sender, RateSample sample) {
        LossRecovery.State state = sender.recovery.state();
        int segments = sender.window.segments;
        if (sample.losses > 0) {
            segments = Math.max(segments - sample.losses, 1);
        }
        int conserved = sender.recovery.inFlight() + sample.acknowledged;
        if (state == LossRecovery.State.RECOVERY && priorState != LossRecovery.State.RECOVERY) {
            conserving = true;
            nextRoundDelivered = sender.delivered;
            segments = conserved;
        } else if (isRepairing(priorState) && !isRepairing(state)) {
            segments = Math.max(segments, priorWindow);
            conserving = false;
        }
        priorState = state;
        return conserving ? Math.max(segments, conserved) : segments;
    }

    private void saveWindow(CongestionWindow window) {
        boolean whole = !isRepairing(priorState) && mode != Mode.PROBE_ROUND_TRIP;
        priorWindow = whole ? window.segments : Math.max(priorWindow, window.segments);
    }

    private static boolean isRepairing(LossRecovery.State state) {
        return state.ordinal() >= LossRecovery.State.RECOVERY.ordinal();
    }

    /** Segments that fill the path, times a gain. */
    private int delayProduct(long rate, int gain) {
        if (leastRoundTripMicros == UNKNOWN) {
            return INITIAL_WINDOW;
        }
        return (int) ((rate * leastRoundTripMicros * gain >> GAIN_SHIFT) + (1L << RATE_SHIFT) - 1 >> RATE_SHIFT);
    }

    /** Room for super-segments that the sender, the queue below and the receiver hold, and an even number. */
    private int quantized(int segments, Sender sender) {
        int even = segments + 3 * superSegment(sender) + 1 & ~1;
        return mode == Mode.PROBE_BANDWIDTH && phase == 0 ? even + 2 : even;
    }

    private int inFlightAt(long rate, int gain, Sender sender) {
        return quantized(delayProduct(rate, gain), sender);
    }

    private int superSegment(Sender sender) {
        long bytes = Math.min(pacingRate >> Pacing.AUTOSIZING_SHIFT, Sender.LARGEST_PACKET_BYTES);
        return (int) Math.min(Math.max(bytes / sender.mssBytes, leastSuperSegments(2)), 127);
    }

    /** Segments that will be in the network when the next may leave. */
    private int inNetwork(long now, Sender sender, int inFlight) {
        long micros = Math.max(0, sender.pacing.nextSendNanos() - now) / 1000;
        long delivered = bandwidth() * micros >> RATE_SHIFT;
        int then = inFlight + (pacingGain > UNIT ? superSegment(sender) : 0);
        return (int) Math.max(0, then - delivered);
    }

    /** Bytes per second at a gain, less the margin. */
    static long bytesPerSecond(long rate, int mssBytes, int gain) {
        long bytesPerMicro = rate * mssBytes * gain >> GAIN_SHIFT;
        long micros = 10_000L * (100 - MARGIN_PERCENT);
        return bytesPerMicro < Long.MAX_VALUE / micros
                ? bytesPerMicro * micros >> RATE_SHIFT
                : (bytesPerMicro >> RATE_SHIFT) * micros;
    }
}
