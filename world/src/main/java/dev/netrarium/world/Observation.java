package dev.netrarium.world;

import dev.netrarium.stack.HostEvent;
import dev.netrarium.stack.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells those who watch: the trace hash, captures and trace listeners. Costs a null check each while nobody does. */
final class Observation {
    private final @Nullable TraceHash hash;
    private final List<Capture> captures = new ArrayList<>();
    private TraceListener[] listeners = {};
    private long lastPacketId;

    Observation(@Nullable TraceHash hash) {
        this.hash = hash;
    }

    @Nullable TraceHash hash() {
        return hash;
    }

    boolean traces() {
        return listeners.length > 0;
    }

    /** True while packets should carry their identity and their cause. */
    boolean wantsCauses() {
        return listeners.length > 0 || !captures.isEmpty();
    }

    long nextPacketId() {
        return ++lastPacketId;
    }

    void add(TraceListener listener) {
        listeners = Arrays.copyOf(listeners, listeners.length + 1);
        listeners[listeners.length - 1] = listener;
    }

    void remove(TraceListener listener) {
        List<TraceListener> rest = new ArrayList<>(List.of(listeners));
        rest.removeIf(each -> each == listener);
        listeners = rest.toArray(new TraceListener[0]);
    }

    void add(Capture capture) {
        captures.add(capture);
    }

    void remove(Capture capture) {
        captures.remove(capture);
    }

    List<Capture> captures() {
        return List.copyOf(captures);
    }

    void sent(long now, Direction direction, Packet frame) {
        if (hash != null) {
            hash.add(now, direction.identity(), frame);
        }
        if (wantsCauses()) {
            if (frame.id == 0) {
                frame.id = nextPacketId();
            }
            direction.captureSent(now, frame);
            if (listeners.length > 0) {
                byte[] bytes = Arrays.copyOfRange(frame.bytes, frame.start, frame.end);
                tell(new TraceRecord.FrameSent(now, direction, frame.id, frame.parentId, frame.cause, bytes));
            }
        }
    }

    void delivered(long now, Direction direction, Packet frame) {
        if (wantsCauses()) {
            direction.captureDelivered(now, frame);
            if (listeners.length > 0) {
                tell(new TraceRecord.FrameDelivered(now, direction, frame.id));
            }
        }
    }

    void duplicated(long now, Direction direction, Packet frame, Packet copy) {
        if (wantsCauses()) {
            copy.parentId = frame.id;
            copy.id = nextPacketId();
            tell(new TraceRecord.FrameDuplicated(now, direction, frame.id, copy.id));
        }
    }

    void corrupted(long now, Direction direction, Packet frame, int bit) {
        if (listeners.length > 0) {
            tell(new TraceRecord.FrameCorrupted(now, direction, frame.id, bit));
        }
    }

    void dropped(long now, Direction direction, Packet frame, LinkDrop why) {
        if (listeners.length > 0) {
            tell(new TraceRecord.FrameDropped(now, direction, frame.id, why));
        }
    }

    void filtered(long now, Lan lan, Packet frame) {
        if (listeners.length > 0) {
            tell(new TraceRecord.FrameFiltered(now, lan, frame.id));
        }
    }

    void onHost(long now, Node node, HostEvent event) {
        tell(new TraceRecord.OnHost(now, node, event));
    }

    void program(long now, Node node, String name, boolean running, @Nullable Throwable failure) {
        if (listeners.length > 0) {
            tell(new TraceRecord.ProgramChanged(now, node, name, running, failure));
        }
    }

    private void tell(TraceRecord what) {
        for (TraceListener listener : listeners) {
            listener.happened(what);
        }
    }
}
