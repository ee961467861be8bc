package dev.netrarium.world;

import dev.netrarium.stack.Timer;
import dev.netrarium.stack.Waiter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time. Of all programs exactly one has the <em>turn</em> and computes; the clock stands still while it does.
 * When it blocks in one of our calls, the turn goes to the program that was woken first; when none is awake, the thread
 * that blocked last drives: it lets the next event happen, and the one after, until somebody is woken. So a single
 * thread hands over to nobody, and a hand-over between programs costs what it costs between virtual threads, about 1 µs
 * (platform threads: 40 µs; that is why programs run on virtual ones).
 *
 * <p><b>Guests</b> are threads that the world did not start: those of a library's pool, say. They get the baton when it
 * is free, at whatever virtual time it is then; their blocking calls park like a program's, and are woken in the same
 * order. While a guest computes, the clock stands still; it moves on when every guest has been blocked for a moment of
 * real time ({@link Outsiders}). With programs alone a run is a function of the seed. With guests it is one as long as
 * they are never runnable two at a time and find back to us within that moment.
 */
final class VirtualLoop extends WorldLoop {
    /** So many events without time moving are a loop without end: two programs that answer each other over 0 ns. */
    private static final long MOST_EVENTS_PER_INSTANT = 10_000_000;

    private final ReentrantLock baton = new ReentrantLock();
    private final AtomicInteger callers = new AtomicInteger();
    private final ThreadLocal<@Nullable Participant> self = new ThreadLocal<>();
    private final Participant first;
    private final Participants participants = new Participants();
    private final ArrayDeque<Participant> ready = new ArrayDeque<>();
    private final Outsiders outsiders = new Outsiders();
    private final TurnWatch watch = new TurnWatch(this);

    /** Who computes now. */
    private @Nullable Participant turn;

    /** Who lets events happen, while nobody has the turn. */
    private @Nullable Participant driver;

    /** Who waits for there being nothing left to happen. */
    private @Nullable Participant idler;

    private int guests;
    private long instantEvents;
    private boolean closing;
    private volatile boolean closed;
    private @Nullable Thread closer;
    private @Nullable WorldException broken;

    /** Counts calls by those who have the turn: while it stands, the watch knows that nobody came back. */
    volatile long entries;

    VirtualLoop() {
        first = new Participant(
                this, EventSource.rank(EventSource.COMMANDS, 0, 1, 0), "main", Thread.currentThread(), false, null);
        first.state = Participant.State.RUNNING;
        participants.add(first);
        self.set(first);
        turn = first;
    }

    @Override
    public void enter() {
        if (!baton.tryLock()) {
            callers.incrementAndGet();
            try {
                baton.lock();
            } finally {
                callers.decrementAndGet();
            }
        }
        if (closed) {
            baton.unlock();
            throw new WorldException("the world is closed");
        }
        if (baton.getHoldCount() > 1) {
            baton.unlock();
            throw new IllegalStateException("the baton is held already: the loop is not entered twice");
        }
        Participant me = self.get();
        if (me == null) {
            me = adopt();
        }
        if (turn == me) {
            entries++;
        } else {
            outsiders.stir();
        }
    }

    @Override
    public void leave() {
        try {
            finishPoked();
        } finally {
            baton.unlock();
        }
    }

    @Override
    boolean isStopped() {
        return closed;
    }

    @Override
    boolean holdsBaton() {
        return baton.isHeldByCurrentThread();
    }

    @Override
    public boolean await(Waiter waiter, long deadlineNanos) throws InterruptedException {
        Participant me = self.get();
        if (me == null || !baton.isHeldByCurrentThread()) {
            throw new IllegalStateException("await without the baton");
        }
        finishPoked();
        if (waiter.consumeSignal()) {
            return true;
        }
        if (Thread.interrupted() || me.interrupted || closing) {
            me.interrupted = false;
            throw new InterruptedException(closing ? "the world is closing" : "interrupted");
        }
        if (deadlineNanos <= now) {
            return false;
        }
        waiter.onSignal(me.wake);
        try {
            park(me, deadlineNanos);
        } finally {
            waiter.onSignal(null);
        }
        if (waiter.consumeSignal()) {
            return true;
        }
        WorldException failure = me.failure;
        if (failure != null) {
            me.failure = null;
            throw failure;
        }
        if (me.interrupted || closing) {
            me.interrupted = false;
            throw new InterruptedException(closing ? "the world is closing" : "interrupted");
        }
        return false;
    }

    @Override
    boolean awaitIdle(Duration most) throws InterruptedException {
        enter();
        try {
            long deadline = World.after(now, most);
            Participant me = self.get();
            idler = me;
            return !await(new Waiter(), deadline) && now < deadline;
        } finally {
            idler = null;
            leave();
        }
    }

    @Override
    ProgramThread start(Node node, String name, int number, Program program, @Nullable ProgramOrigin origin) {
        ProgramThread body = new ProgramThread(this, node, name, program, origin);
        long rank = EventSource.rank(EventSource.COMMANDS, node.place(), 1, number);
        Participant[] me = new Participant[1];
        Thread thread = Thread.ofVirtual().name(node.name() + "/" + name).unstarted(() -> runProgram(me[0], body));
        me[0] = new Participant(this, rank, name + " on " + node.name(), thread, false, body);
        body.interruptedBy(() -> interrupt(me[0]));
        command(() -> {
            if (closing) {
                throw new WorldException("the world is closing: " + body + " cannot be started");
            }
            participants.add(me[0]);
            ready.add(me[0]);
            watch.start();
            body.began();
        });
        return body;
    }

    private void runProgram(Participant me, ProgramThread body) {
        self.set(me);
        body.runBody();
        baton.lock();
        try {
            if (me.state == Participant.State.AWAY) {
                outsiders.remove(me);
            }
            me.state = Participant.State.ENDED;
            participants.remove(me);
            finishPoked();
            body.ended();
            if (turn == me) {
                turn = null;
            }
            passOn(me);
        } finally {
            baton.unlock();
        }
    }

    /** It may go on when its turn comes. */
    void makeReady(Participant woken) {
        woken.state = Participant.State.READY;
        ready.add(woken);
    }

    private Participant adopt() {
        Thread thread = Thread.currentThread();
        participants.forgetDeadGuests();
        Participant guest = new Participant(
                this,
                EventSource.rank(EventSource.COMMANDS, 0, 2, guests++ & 0xf_ffff),
                "guest " + thread.getName(),
                thread,
                true,
                null);
        guest.state = Participant.State.AWAY;
        participants.add(guest);
        outsiders.add(guest);
        self.set(guest);
        watch.start();
        return guest;
    }

    /** Gives the turn away until the participant is woken and its turn has come. */
    private void park(Participant me, long deadlineNanos) {
        if (me.state == Participant.State.AWAY) {
            outsiders.remove(me);
        }
        me.state = Participant.State.PARKED;
        if (turn == me) {
            turn = null;
        }
        if (deadlineNanos != Timer.NEVER) {
            events.schedule(me, deadlineNanos);
        }
        if (broken != null) {
            me.failure = broken;
            makeReady(me);
        }
        while (!takesTurn(me)) {
            baton.unlock();
            LockSupport.park(this);
            baton.lock();
            if (Thread.interrupted()) {
                interrupt(me);
            }
        }
        events.cancel(me);
        me.state = Participant.State.RUNNING;
        entries++;
    }

    /** Takes the turn when it is this participant's, and passes it on or drives while it is nobody's. */
    private boolean takesTurn(Participant me) {
        while (turn == null && (driver == null || driver == me) && !closing) {
            Participant next = ready.poll();
            if (next != null) {
                driver = null;
                give(next);
            } else {
                driver = me;
                drive(me);
            }
        }
        return turn == me;
    }

    /** As {@link #takesTurn} for one who has ended: his thread drives until it finds somebody to give the turn to. */
    private void passOn(Participant me) {
        while (turn == null && (driver == null || driver == me) && !closing) {
            Participant next = ready.poll();
            if (next != null) {
                driver = null;
                give(next);
            } else if (participants.firstParked() == null) {
                driver = null;
                return;
            } else {
                driver = me;
                drive(me);
            }
        }
        LockSupport.unpark(closer);
    }

    private void give(Participant next) {
        turn = next;
        if (next.thread.getState() == Thread.State.NEW) {
            next.state = Participant.State.RUNNING;
            next.thread.start();
        } else if (next.thread != Thread.currentThread()) {
            LockSupport.unpark(next.thread);
        }
    }

    /** Lets events happen until somebody is awake, or somebody calls in. */
    private void drive(Participant me) {
        do {
            if (callers.get() > 0 || Thread.currentThread().isInterrupted()) {
                letCallersIn(me);
                return;
            }
            long next = events.firstTime();
            if (idler != null && isIdle(idler)) {
                idler.wake();
                return;
            }
            if (next > now) {
                if (!outsiders.isEmpty() && !outsiders.areQuiet(watch.patienceNanos())) {
                    pause();
                    return;
                }
                if (next == Timer.NEVER) {
                    nothingLeft();
                    return;
                }
                now = next;
                instantEvents = 0;
            } else if (++instantEvents > MOST_EVENTS_PER_INSTANT) {
                breakDown(new WorldException("time does not move: " + MOST_EVENTS_PER_INSTANT + " events at "
                        + Duration.ofNanos(now) + " after the beginning; give a wire a delay"));
                return;
            }
            if (!nextHappens()) {
                return;
            }
        } while (ready.isEmpty());
    }

    /** Lets the next event happen. What it throws is a defect of ours or of a listener, and ends the run. */
    private boolean nextHappens() {
        EventSource source = events.poll();
        try {
            source.happen(now);
            finishPoked();
            return true;
        } catch (RuntimeException | Error e) {
            breakDown(new WorldException(
                    "an event failed " + Duration.ofNanos(now) + " after the beginning of the world: " + e, e));
            return false;
        }
    }

    private boolean isIdle(Participant waiting) {
        return events.size() == (waiting.index >= 0 ? 1 : 0) && outsiders.isEmpty();
    }

    private void letCallersIn(Participant me) {
        if (Thread.interrupted()) {
            interrupt(me);
        }
        while (callers.get() > 0) {
            baton.unlock();
            Thread.yield();
            baton.lock();
        }
    }

    private void pause() {
        baton.unlock();
        LockSupport.parkNanos(this, Outsiders.GRACE_NANOS / 10);
        baton.lock();
    }

    private void nothingLeft() {
        if (!outsiders.isEmpty() && watch.outsidersMayStillCome()) {
            pause();
            return;
        }
        DeadlockException deadlock =
                new DeadlockException("nothing is left to happen, and every program waits for ever (virtual time "
                        + Duration.ofNanos(now) + "):" + participants.whoWaits());
        if (first.state == Participant.State.PARKED) {
            first.failure = deadlock;
            first.wake();
        } else {
            breakDown(deadlock);
        }
    }

    /** Nothing can go on: everybody who waits is told so. */
    void breakDown(WorldException why) {
        broken = why;
        for (Participant each : participants.copy()) {
            if (each.state == Participant.State.PARKED) {
                each.failure = why;
                each.wake();
            }
        }
    }

    String whoWaits() {
        return participants.whoWaits();
    }

    private void interrupt(Participant whom) {
        switch (whom.state) {
            case PARKED -> {
                whom.interrupted = true;
                makeReady(whom);
            }
            case READY, RUNNING -> whom.interrupted = true;
            case AWAY -> whom.thread.interrupt();
            case ENDED -> {}
        }
    }

    /**
     * What the watch asks every now and then: who has the turn, is outside of our calls, and has not come back? One that
     * was given the turn and has not woken yet is still inside.
     */
    @Nullable Participant holder() {
        Participant holder = turn;
        boolean outside = holder != null && holder.state == Participant.State.RUNNING && callers.get() == 0;
        return outside ? holder : null;
    }

    boolean hasGuests() {
        return guests > 0;
    }

    /** True when somebody is waiting for the turn, or for time to move. */
    boolean isHeldUp() {
        return !ready.isEmpty() || participants.firstParked() != null;
    }

    /** Takes the turn from one who blocks elsewhere, and lets the others go on. Baton held. */
    void lendTurnOf(Participant blocked) {
        blocked.state = Participant.State.AWAY;
        outsiders.add(blocked);
        turn = null;
        Participant next = ready.poll();
        if (next != null) {
            give(next);
            return;
        }
        Participant parked = participants.firstParked();
        if (parked != null) {
            driver = parked;
            LockSupport.unpark(parked.thread);
        }
    }

    ReentrantLock baton() {
        return baton;
    }

    void patience(Duration real) {
        watch.patience(real);
    }

    @Override
    @Nullable WorldException stop() {
        baton.lock();
        WorldException stuck = null;
        try {
            if (closed) {
                return null;
            }
            closing = true;
            closer = Thread.currentThread();
            Participant me = self.get();
            for (Participant each : participants.copy()) {
                if (each != me) {
                    dismiss(each);
                }
            }
            long deadline = System.nanoTime() + watch.patienceNanos();
            for (Participant left = participants.programBeside(me);
                    left != null && stuck == null;
                    left = participants.programBeside(me)) {
                if (turn == null || turn == me || turn.state == Participant.State.ENDED) {
                    turn = null;
                    Participant next = ready.poll();
                    if (next != null) {
                        give(next);
                    }
                }
                baton.unlock();
                LockSupport.parkNanos(this, 1_000_000);
                baton.lock();
                if (System.nanoTime() > deadline) {
                    stuck = new ProgramBlockedException("the world is closed, but program " + left.name + " (in "
                            + ThreadPlace.of(left.thread) + ") was asked to end and does not");
                }
            }
            closed = true;
            turn = null;
            if (broken != null && stuck == null && !(broken instanceof DeadlockException)) {
                stuck = broken;
            }
        } finally {
            baton.unlock();
        }
        watch.stop();
        return stuck;
    }

    private void dismiss(Participant each) {
        ProgramThread body = each.program;
        if (body != null) {
            body.askToEnd();
        }
        if (body != null && each.thread.getState() == Thread.State.NEW) {
            ready.remove(each);
            participants.remove(each);
            each.state = Participant.State.ENDED;
            body.ended();
        } else if (each.state == Participant.State.RUNNING) {
            each.interrupted = true;
            each.thread.interrupt();
        } else {
            interrupt(each);
        }
    }
}
