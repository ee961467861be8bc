package dev.netrarium.stack;

/**
 * Who may touch a host now. Owning the loop is a baton, not a thread: a thread takes it, calls the verbs of the hosts
 * that belong to the loop, and gives it back; giving it back first finishes what has become due.
 *
 * <p>Blocking calls stand on {@link #await}: the caller holds the baton, gives it away while it waits (or drives the
 * loop itself: events, time-outs, links) and holds it again when the call returns. In virtual time the clock moves only
 * inside {@code await}, and only when no program can run.
 */
public interface Loop {
    /** Nanoseconds since the world began. Constant while the baton is held, but for {@link #await}. */
    long now();

    /** Takes the baton; waits while another thread holds it. Not reentrant. */
    void enter();

    /** Finishes what is due now and gives the baton back. */
    void leave();

    /**
     * Waits, baton held on entry and on return, until the waiter is signalled or the deadline has passed. A signal that
     * came before the call counts; the signal is consumed.
     *
     * @param deadlineNanos in the loop's time; {@link Timer#NEVER} for none
     * @return true when signalled, false when the deadline passed first
     * @throws InterruptedException when the thread is interrupted; the baton is held all the same
     */
    boolean await(Waiter waiter, long deadlineNanos) throws InterruptedException;

    /** Says that a host has work or an earlier deadline than before, for a command that came without a packet. */
    void poke(Host host);
}
