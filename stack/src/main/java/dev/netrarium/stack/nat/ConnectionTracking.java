package dev.netrarium.stack.nat;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.SipHash;
import dev.netrarium.stack.TimerQueue;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The flows that pass through a host, found by the addresses and ports of either direction; silent ones are forgotten
 * after Linux's time-outs. The table is bounded: when it is full a new flow takes the place of one that was never
 * answered, if such a one is found nearby, as Linux's early drop does.
 */
public final class ConnectionTracking {
    /** Linux's {@code nf_conntrack_max} on a small machine. */
    public static final int DEFAULT_MAX_FLOWS = 65_536;

    /** Slots that are looked at for a flow to sacrifice. */
    private static final int SACRIFICE_SLOTS = 8;

    /** Told when a flow comes and goes. */
    interface Observer {
        void began(long now, Flow flow);

        void ended(long now, Flow flow, String why);
    }

    private final TimerQueue timers;
    private final Observer observer;
    private final int maxFlows;
    private final TupleTable<FlowDirection> directions;

    /** For listings, in the order in which flows began. */
    private final Set<Flow> flows = new LinkedHashSet<>();

    ConnectionTracking(TimerQueue timers, RandomStream secrets, int maxFlows, Observer observer) {
        this.timers = timers;
        this.observer = observer;
        this.maxFlows = maxFlows;
        this.directions = new TupleTable<>(SipHash.keyedBy(secrets));
    }

    /** Flows now. */
    public int size() {
        return flows.size();
    }

    /** Flows at most. */
    public int maxFlows() {
        return maxFlows;
    }

    @Nullable FlowDirection find(int protocol, int source, int sourcePort, int destination, int destinationPort) {
        return directions.get(
                FlowDirection.addresses(source, destination),
                FlowDirection.ports(protocol, sourcePort, destinationPort));
    }

    /** True when there is room for one more flow, if need be in place of one that was never answered. */
    boolean makeRoom(long now, int source, int destination) {
        if (flows.size() < maxFlows) {
            return true;
        }
        long key = FlowDirection.addresses(source, destination);
        for (int i = 0; i < SACRIFICE_SLOTS; i++) {
            FlowDirection direction = directions.near(key, now, i); // elsewhere each time
            if (direction != null && !direction.flow.isAssured()) {
                forget(now, direction.flow, "the table is full");
                return true;
            }
        }
        return false;
    }

    void add(long now, Flow flow) {
        directions.put(flow.forward.addresses(), flow.forward.ports(), flow.forward);
        directions.put(flow.reply.addresses(), flow.reply.ports(), flow.reply);
        flows.add(flow);
        observer.began(now, flow);
    }

    void rearm(Flow flow, long deadlineNanos) {
        timers.arm(flow, deadlineNanos);
    }

    void forget(long now, Flow flow, String why) {
        if (flows.remove(flow)) {
            timers.forget(flow);
            directions.remove(flow.forward.addresses(), flow.forward.ports());
            directions.remove(flow.reply.addresses(), flow.reply.ports());
            observer.ended(now, flow, why);
        }
    }

    void clear(long now, String why) {
        for (Flow flow : flows.toArray(new Flow[0])) {
            forget(now, flow, why);
        }
    }

    void forEach(Consumer<Flow> consumer) {
        flows.forEach(consumer);
    }
}
