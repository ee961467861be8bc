package dev.netrarium.stack.rig;

import dev.netrarium.stack.PacketPool;
import dev.netrarium.stack.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock and the order of everything on the rig: virtual time jumps to the next timer or arrival; at equal times
 * timers come before packets, and ends and links in the order in which they were made. The same seed gives the same run.
 */
public final class Rig {
    /** Packets that one direction hands over before the others have their turn, as many as a connection sends. */
    private static final int TURN_PACKETS = 32;

    private final long seed;
    private final PacketPool pool = new PacketPool();
    private final List<Place> places = new ArrayList<>();
    private final List<Side> sides = new ArrayList<>();
    private long now;
    private long steps;

    private Rig(long seed) {
        this.seed = seed;
    }

    public static Rig seeded(long seed) {
        return new Rig(seed);
    }

    public long seed() {
        return seed;
    }

    /** Nanoseconds since the rig began. */
    public long now() {
        return now;
    }

    /** Timers and batches of packets handled so far. */
    public long steps() {
        return steps;
    }

    /** Where all packets of the rig come from. */
    public PacketPool pool() {
        return pool;
    }

    /** A cable whose directions are alike. */
    public RigLink link(LinkConditions both) {
        return link(both, both);
    }

    public RigLink link(LinkConditions toRight, LinkConditions toLeft) {
        RigLink link = new RigLink(this, "link" + sides.size() / 2, toRight, toLeft);
        sides.add(link.left());
        sides.add(link.right());
        return link;
    }

    /** Starts a program at an end; it runs at once and whenever something happened there. */
    public void start(RigEnd end, RigProgram program) {
        Place place = add(end);
        place.programs.add(program);
        program.run(now);
        end.run(now);
    }

    /** Does the next thing that is due by {@code limitNanos}; false when there is none, and then the clock shows that time. */
    public boolean step(long limitNanos) {
        long when = Timer.NEVER;
        Place timed = null;
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            long deadline = place.end.nextTimeout();
            if (deadline < when) {
                when = deadline;
                timed = place;
            }
        }
        Side arriving = null;
        for (int i = 0; i < sides.size(); i++) {
            Side side = sides.get(i);
            long arrival = side.nextArrivalNanos();
            if (arrival < when) {
                when = arrival;
                arriving = side;
            }
        }
        if (when > limitNanos || when == Timer.NEVER) {
            now = Math.max(now, limitNanos == Timer.NEVER ? now : limitNanos);
            return false;
        }
        now = Math.max(now, when);
        steps++;
        if (arriving != null) {
            arriving.deliver(now, TURN_PACKETS);
            turn(arriving.opposite.end);
            turn(arriving.end);
        } else if (timed != null) {
            timed.end.onTimeout(now);
            turn(timed.end);
        }
        return true;
    }

    /** Lets time pass. */
    public void run(Duration time) {
        long until = now + time.toNanos();
        while (step(until)) {
            // each step does its own work
        }
    }

    /**
     * Runs until the condition holds.
     *
     * @return false when {@code atMost} passed first, or nothing can happen any more
     */
    public boolean runUntil(BooleanSupplier condition, Duration atMost) {
        long until = now + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (!step(until)) {
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    /** Lets an end do what commands from outside have made due. */
    public void poke(RigEnd end) {
        turn(end);
    }

    Place add(RigEnd end) {
        Place place = find(end);
        if (place == null) {
            place = new Place(end);
            places.add(place);
        }
        return place;
    }

    private void turn(@Nullable RigEnd end) {
        if (end == null) {
            return;
        }
        end.run(now);
        Place place = find(end);
        if (place == null || place.programs.isEmpty()) {
            return;
        }
        for (int i = 0; i < place.programs.size(); i++) {
            place.programs.get(i).run(now);
        }
        end.run(now);
    }

    private @Nullable Place find(RigEnd end) {
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i).end.equals(end)) {
                return places.get(i);
            }
        }
        return null;
    }

    private static final class Place {
        final RigEnd end;
        final List<RigProgram> programs = new ArrayList<>(2);

        Place(RigEnd end) {
            this.end = end;
        }
    }
}
