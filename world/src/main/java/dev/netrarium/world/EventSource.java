package dev.netrarium.world;

/**
 * Something that has events: a host's timers, one direction of a wire, a program that sleeps, an action that is planned.
 * However many events it has before it, it stands in the {@link EventQueue} once, with the time of the next; so an event
 * costs no object, and a source with a thousand frames in flight is no slower than one with two.
 *
 * <p>Events of one instant are ordered by {@link #rank}: by phase, then node, port and number, never by who came first.
 */
abstract sealed class EventSource permits HostTurn, Wire, Participant, PlannedAction {
    /** Time-outs of hosts. */
    static final int TIMERS = 0;
    /** Frames that begin or arrive. */
    static final int FRAMES = 1;
    /** Planned actions, then programs whose sleep is over. */
    static final int COMMANDS = 2;

    /** Order among events of one instant, unique in a world. */
    final long rank;

    /** Place in the queue, or -1. */
    int index = -1;

    EventSource(long rank) {
        this.rank = rank;
    }

    /**
     * The rank of a source.
     *
     * @param place number of the node or LAN, below 2²⁴
     * @param port number of the interface there, below 2¹⁶
     * @param number tells sources of one port apart, below 2²⁰
     */
    static long rank(int phase, int place, int port, int number) {
        return (long) phase << 60 | (long) place << 36 | (long) port << 20 | number;
    }

    /** The time has come. The source is not in the queue; it schedules itself again if it has a next event. */
    abstract void happen(long now);
}
