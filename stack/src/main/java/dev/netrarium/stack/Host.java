package dev.netrarium.stack;

/** One host: its interfaces and its protocols. */
public final class Host {
    private final String name;
    private final TimerQueue timers = new TimerQueue();
    private final WorkQueue work = new WorkQueue();

    public Host(String name) {
        this.name = name;
    }

    /** The host's name. */
    public String name() {
        return name;
    }

    /** Finishes what is due in this turn. */
    public void run(long now) {
        while (!work.isEmpty()) {
            work.runFirst(now);
        }
    }

    /** When {@link #onTimeout} must be called, or {@link Timer#NEVER}. */
    public long nextTimeout() {
        return timers.nextDeadlineNanos();
    }

    /** Lets the timers that are due run out. */
    public void onTimeout(long now) {
        timers.expire(now);
    }
}
