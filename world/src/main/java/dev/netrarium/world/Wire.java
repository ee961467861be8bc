package dev.netrarium.world;

import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Timer;

/**
 * The moving part of one direction: frames wait for their turn, go onto the wire one after the other, meet their fate,
 * and arrive. One event per frame while the wire keeps up, a second only for those that had to wait.
 */
final class Wire extends EventSource {
    /** Frames longer than the MTU by an Ethernet header and one tag are still let through. */
    private static final int FRAMING_BYTES = 18;

    /** A wire without a queue of its own takes what it can send in a millisecond, and is then busy. */
    private static final long BURSTS_PER_SECOND = 1000;

    /** … but no less than two full frames, and no more than a super-segment. */
    private static final int LEAST_BURST_BYTES = 3028;

    private static final int MOST_BURST_BYTES = 65_536;

    /** A live loop that comes late catches up by at most this much: no burst follows a long pause. */
    private static final long CATCH_UP_NANOS = 1_000_000;

    /** Eight bits, times the nanoseconds of a second. */
    private static final long BIT_NANOS_PER_BYTE = 8_000_000_000L;

    private final Direction direction;
    private final EventQueue events;
    private final Observation observation;
    private final FrameSource source;
    private final FrameSink sink;

    /** The sender cannot wait: a switch, or the outside. The wire then has a queue of its own, and drops. */
    private final boolean fromQueueless;

    /** A frame may be handed on within the sender's turn, since no host is entered by one that is in a turn itself. */
    private final boolean mayPassThrough;

    private final Faults faults;

    private final FrameFifo waiting = new FrameFifo();
    private final Flight flight = new Flight();

    private Conditions conditions = Conditions.PERFECT;
    private long delayNanos;
    private long jitterNanos;
    private long heldBackNanos;
    private long bandwidth;
    private int mostBytes;
    private boolean cut;
    private long burstBytes;
    private QueueLimit limit = QueueLimit.BACKPRESSURE;
    private boolean pushesBack;
    private boolean transparent;
    private boolean leftToChance;

    /** When the last bit of the frame that was put on the wire last is out. */
    private long busyUntil;

    /** What pacing has rounded away since the wire was idle, in 1/bandwidth nanoseconds. */
    private long paceRemainder;

    /** Arrival of the last frame that was not held back: later ones do not overtake it. */
    private long lastArrival;

    /** True after a frame was refused, until the sender is told that there is room. */
    private boolean refused;

    private long sentFrames;
    private long sentBytes;
    private long deliveredFrames;
    private long deliveredBytes;
    private long duplicated;
    private long reordered;
    private long corrupted;
    private final long[] drops = new long[LinkDrop.values().length];

    Wire(
            Direction direction,
            long rank,
            long seed,
            EventQueue events,
            Observation observation,
            FrameSource source,
            FrameSink sink) {
        super(rank);
        this.direction = direction;
        this.events = events;
        this.observation = observation;
        this.source = source;
        this.sink = sink;
        this.fromQueueless = source instanceof SwitchPort || source instanceof OutsideEnd;
        this.mayPassThrough = sink instanceof SwitchPort || sink instanceof OutsideEnd || source instanceof OutsideEnd;
        this.faults = new Faults(seed, direction.name());
    }

    Conditions conditions() {
        return conditions;
    }

    /** New conditions hold from now on; frames on the wire keep their time of arrival, unless it is cut. */
    void conditions(long now, Conditions changed) {
        conditions = changed;
        delayNanos = changed.delay().toNanos();
        jitterNanos = changed.jitter().toNanos();
        heldBackNanos = changed.reorderingDelay().toNanos();
        if (bandwidth != changed.bandwidthBitsPerSecond()) {
            bandwidth = changed.bandwidthBitsPerSecond();
            paceRemainder = 0;
        }
        burstBytes = Math.clamp(bandwidth / 8 / BURSTS_PER_SECOND, LEAST_BURST_BYTES, MOST_BURST_BYTES);
        boolean ownQueue = !changed.queue().equals(QueueLimit.BACKPRESSURE);
        limit = ownQueue || !fromQueueless ? changed.queue() : QueueLimit.SWITCH;
        pushesBack = !ownQueue && !fromQueueless;
        transparent = changed.isTransparent();
        leftToChance = changed.leavesToChance();
        faults.spare();
        mostBytes = changed.mtuBytes() + FRAMING_BYTES;
        cut = changed.cut();
        if (cut) {
            while (!waiting.isEmpty()) {
                drop(now, waiting.poll(), LinkDrop.CUT);
            }
            while (flight.size() > 0) {
                drop(now, flight.poll(), LinkDrop.CUT);
            }
        }
        schedule(now);
    }

    /** Offers a frame. Answers false, and does not take it, when the wire is busy and pushes back. */
    boolean transmit(long now, Packet frame) {
        if (bandwidth == 0 && waiting.isEmpty()) {
            if (transparent && mayPassThrough && flight.size() == 0) {
                passThrough(now, frame);
                return true;
            }
            begin(now, frame);
        } else if (waiting.isEmpty() && busyUntil <= now) {
            begin(now, frame);
        } else if (pushesBack) {
            if (waiting.bytes() >= burstBytes) {
                refused = true;
                return false;
            }
            waiting.add(frame);
        } else if (limit.packets() > 0 && waiting.size() >= limit.packets()
                || limit.bytes() > 0 && waiting.bytes() + frame.length() > limit.bytes()) {
            drop(now, frame, LinkDrop.QUEUE_FULL);
            return true;
        } else {
            waiting.add(frame);
        }
        schedule(now);
        return true;
    }

    @Override
    void happen(long now) {
        while (!waiting.isEmpty() && busyUntil <= now) {
            begin(Math.max(busyUntil, now - CATCH_UP_NANOS), waiting.poll());
        }
        boolean roomAgain = hasRoomAgain();
        if (roomAgain) {
            refused = false;
        }
        while (flight.firstArrival() <= now) {
            Packet frame = flight.poll();
            deliveredFrames++;
            deliveredBytes += frame.length();
            observation.delivered(now, direction, frame);
            sink.deliver(now, frame);
        }
        if (roomAgain) {
            source.wireReady(now);
        }
        schedule(now);
    }

    DirectionStatistics statistics() {
        return new DirectionStatistics(
                sentFrames,
                sentBytes,
                deliveredFrames,
                deliveredBytes,
                drops[LinkDrop.LOST.ordinal()],
                drops[LinkDrop.QUEUE_FULL.ordinal()],
                drops[LinkDrop.CORRUPTED.ordinal()],
                drops[LinkDrop.TOO_BIG.ordinal()],
                drops[LinkDrop.CUT.ordinal()],
                duplicated,
                reordered,
                corrupted,
                waiting.size(),
                flight.size());
    }

    /** Frames that have not arrived yet. */
    int underWay() {
        return waiting.size() + flight.size();
    }

    /** The frame's first bit goes onto the wire at {@code start}, and its fate is drawn. */
    private void begin(long start, Packet frame) {
        int length = frame.length();
        sentFrames++;
        sentBytes += length;
        observation.sent(start, direction, frame);
        if (start > busyUntil) {
            paceRemainder = 0;
        }
        busyUntil = start + pace(length);
        if (leftToChance) {
            faults.draw(conditions, jitterNanos);
        }
        if (cut) {
            drop(start, frame, LinkDrop.CUT);
        } else if (length > mostBytes) {
            drop(start, frame, LinkDrop.TOO_BIG);
        } else if (faults.lost) {
            drop(start, frame, LinkDrop.LOST);
        } else if (faults.hasFrameError) {
            drop(start, frame, LinkDrop.CORRUPTED);
        } else if (flight.isFull()) {
            drop(start, frame, LinkDrop.QUEUE_FULL);
        } else {
            launch(start, frame);
        }
    }

    private void launch(long start, Packet frame) {
        if (faults.corrupted) {
            corrupted++;
            int bit = faults.flipOneBit(frame.bytes, frame.start, frame.end);
            observation.corrupted(start, direction, frame, bit);
        }
        long arrival = busyUntil + Math.max(0, delayNanos + faults.jitterNanos);
        if (faults.heldBack) {
            reordered++;
            arrival += heldBackNanos;
        } else {
            arrival = Math.max(arrival, lastArrival);
            lastArrival = arrival;
        }
        if (faults.duplicated) {
            duplicated++;
            Packet copy = frame.copy();
            observation.duplicated(start, direction, frame, copy);
            flight.add(arrival, frame);
            flight.add(arrival, copy);
        } else {
            flight.add(arrival, frame);
        }
    }

    /** A perfect wire to or from something that is no host: there at once, without an event. */
    private void passThrough(long now, Packet frame) {
        int length = frame.length();
        sentFrames++;
        sentBytes += length;
        observation.sent(now, direction, frame);
        if (length > mostBytes) {
            drop(now, frame, LinkDrop.TOO_BIG);
            return;
        }
        deliveredFrames++;
        deliveredBytes += length;
        observation.delivered(now, direction, frame);
        sink.deliver(now, frame);
    }

    private void drop(long now, Packet frame, LinkDrop why) {
        drops[why.ordinal()]++;
        observation.dropped(now, direction, frame, why);
        frame.release();
    }

    /** How long the wire is busy with a frame. What is rounded away here is added to the next: the rate is exact. */
    private long pace(int bytes) {
        if (bandwidth == 0) {
            return 0;
        }
        long bitNanos = bytes * BIT_NANOS_PER_BYTE + paceRemainder;
        paceRemainder = bitNanos % bandwidth;
        return bitNanos / bandwidth;
    }

    private boolean hasRoomAgain() {
        return refused && waiting.bytes() <= burstBytes / 2;
    }

    private void schedule(long now) {
        long next = flight.firstArrival();
        if (!waiting.isEmpty() || hasRoomAgain()) {
            next = Math.min(next, Math.max(now, busyUntil));
        }
        if (next != Timer.NEVER || index >= 0) {
            events.schedule(this, next);
        }
    }
}
