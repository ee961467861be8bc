package dev.netrarium.stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hooks of a host at its five {@link HookPoint}s. An empty point costs one comparison per packet. */
public final class Hooks {
    private final Host host;

    private static final Entry[] NONE = {};

    /** Per point, in order of priority. */
    private final Entry[][] points = new Entry[HookPoint.values().length][];

    private boolean wholeDatagrams;

    private record Entry(int priority, Hook hook) {}

    Hooks(Host host) {
        this.host = host;
        Arrays.fill(points, NONE);
    }

    /**
     * Adds a hook; those of lower priority numbers see packets first, equal ones in the order of adding.
     *
     * @param priority Linux's numbers are a good scale: conntrack -200, destination NAT -100, filter 0, source NAT 100
     */
    public void add(HookPoint at, int priority, Hook hook) {
        List<Entry> entries = entries(at);
        int place = entries.size();
        while (place > 0 && entries.get(place - 1).priority > priority) {
            place--;
        }
        entries.add(place, new Entry(priority, hook));
        set(at, entries);
    }

    /** Removes a hook; nothing happens when it is not there. */
    public void remove(HookPoint at, Hook hook) {
        List<Entry> entries = entries(at);
        entries.removeIf(entry -> entry.hook == hook);
        set(at, entries);
    }

    boolean isEmpty(HookPoint at) {
        return points[at.ordinal()].length == 0;
    }

    boolean needWholeDatagrams() {
        return wholeDatagrams;
    }

    /** Lets the hooks judge; false when the packet is gone (dropped or stolen). */
    boolean accept(long now, HookPoint at, Packet packet, @Nullable NetInterface in, @Nullable NetInterface out) {
        for (Entry entry : points[at.ordinal()]) {
            switch (entry.hook.filter(now, at, packet, in, out)) {
                case Verdict.Accept accept -> {}
                case Verdict.Drop drop -> {
                    host.drop(now, drop.reason(), packet);
                    return false;
                }
                case Verdict.Stolen stolen -> {
                    return false;
                }
            }
        }
        return true;
    }

    private List<Entry> entries(HookPoint at) {
        return new ArrayList<>(List.of(points[at.ordinal()]));
    }

    private void set(HookPoint at, List<Entry> entries) {
        points[at.ordinal()] = entries.toArray(NONE);
        wholeDatagrams = false;
        for (Entry[] those : points) {
            for (Entry entry : those) {
                wholeDatagrams |= entry.hook.needsWholeDatagrams();
            }
        }
    }
}
