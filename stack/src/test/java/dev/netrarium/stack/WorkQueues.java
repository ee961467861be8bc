package dev.netrarium.stack;

/** Lets tests of other packages do what a host does with its work. */
public final class WorkQueues {
    private WorkQueues() {}

    public static void drain(WorkQueue work, long now) {
        while (!work.isEmpty()) {
            work.runFirst(now);
        }
    }
}
