package dev.netrarium.stack;

import dev.netrarium.wire.Endpoint;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * The events in a flight recording. Each says on which host it happened, and when in the world's time, which is not the
 * recording's where time is virtual.
 */
@SuppressWarnings("UnusedVariable") // the recorder reads the fields of events
final class FlightEvents {
    private static final String CATEGORY = "Netrarium";

    private final EventType stateChange = registered(StateChange.class);
    private final EventType retransmission = registered(Retransmission.class);
    private final EventType congestionChange = registered(CongestionChange.class);
    private final EventType drop = registered(Drop.class);

    /** A recording wants some of what {@link #tell} is told. */
    boolean isEnabled() {
        return stateChange.isEnabled() || retransmission.isEnabled() || drop.isEnabled();
    }

    /** A recording wants what {@link #congestion} is told. */
    boolean wantsCongestion() {
        return congestionChange.isEnabled();
    }

    /** Records the event, if it is one that recordings hold. */
    void tell(String host, long now, HostEvent event) {
        switch (event) {
            case HostEvent.TcpStateChanged e
            when stateChange.isEnabled() -> {
                StateChange record = new StateChange();
                record.begin(host, now);
                record.local = e.local().toString();
                record.remote = e.remote().toString();
                record.from = e.from();
                record.to = e.to();
                record.reason = e.why();
                record.commit();
            }
            case HostEvent.TcpRetransmitted e
            when retransmission.isEnabled() -> {
                Retransmission record = new Retransmission();
                record.begin(host, now);
                record.local = e.local().toString();
                record.remote = e.remote().toString();
                record.sequenceOffset = e.sequenceOffset();
                record.length = e.lengthBytes();
                record.reason = e.why();
                record.attempt = e.attempt();
                record.commit();
            }
            case HostEvent.Dropped e
            when drop.isEnabled() -> {
                Drop record = new Drop();
                record.begin(host, now);
                record.reason = e.reason().name();
                record.explanation = e.reason().sentence();
                record.packet = e.packetId();
                record.length = e.lengthBytes();
                record.commit();
            }
            default -> {}
        }
    }

    /** Records a congestion window that has changed. */
    void congestion(
            String host, long now, Endpoint local, Endpoint remote, int windowSegments, int ssthresh, String state) {
        CongestionChange record = new CongestionChange();
        record.begin(host, now);
        record.local = local.toString();
        record.remote = remote.toString();
        record.window = windowSegments;
        record.threshold = ssthresh;
        record.state = state;
        record.commit();
    }

    private static EventType registered(Class<? extends Event> type) {
        FlightRecorder.register(type);
        return EventType.getEventType(type);
    }

    /** What all have. */
    @Category(CATEGORY)
    @StackTrace(false)
    private abstract static class OnHost extends Event {
        @Label("Host")
        String host = "";

        @Label("World Time")
        @Description("Since the world began")
        @Timespan(Timespan.NANOSECONDS)
        long worldTime;

        final void begin(String onHost, long now) {
            host = onHost;
            worldTime = now;
        }
    }

    /** What all of a connection have. */
    private abstract static class OfConnection extends OnHost {
        @Label("Local")
        String local = "";

        @Label("Remote")
        String remote = "";
    }

    @Name("dev.netrarium.TcpStateChange")
    @Label("TCP State Change")
    private static final class StateChange extends OfConnection {
        @Label("From")
        String from = "";

        @Label("To")
        String to = "";

        @Label("Reason")
        String reason = "";
    }

    @Name("dev.netrarium.TcpRetransmission")
    @Label("TCP Retransmission")
    @Description("Data, a SYN or a FIN was sent again")
    private static final class Retransmission extends OfConnection {
        @Label("Sequence Offset")
        @Description("From the initial sequence number")
        @DataAmount
        long sequenceOffset;

        @Label("Length")
        @DataAmount
        int length;

        @Label("Reason")
        String reason = "";

        @Label("Attempt")
        int attempt;
    }

    @Name("dev.netrarium.TcpCongestionChange")
    @Label("TCP Congestion Window Change")
    private static final class CongestionChange extends OfConnection {
        @Label("Window")
        @Description("cwnd, in segments")
        int window;

        @Label("Slow-Start Threshold")
        @Description("In segments; 2147483647 for none")
        int threshold;

        @Label("State")
        @Description("Open, Disorder, CWR, Recovery or Loss")
        String state = "";
    }

    @Name("dev.netrarium.Drop")
    @Label("Packet Drop")
    private static final class Drop extends OnHost {
        @Label("Reason")
        String reason = "";

        @Label("Explanation")
        String explanation = "";

        @Label("Packet")
        @Description("The id by which a trace knows it; 0 while nobody traces")
        long packet;

        @Label("Length")
        @DataAmount
        int length;
    }
}
