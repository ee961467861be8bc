package dev.netrarium.cli;

import dev.netrarium.scenario.EventEntry;
import dev.netrarium.stack.DropReason;
import dev.netrarium.stack.HostEvent;
import dev.netrarium.world.LinkDrop;
import dev.netrarium.world.TraceListener;
import dev.netrarium.world.TraceRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happens in a run: a line for each drop and change of state, and the sums. */
final class RunReport implements TraceListener {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final Consumer<String> lines;
    private final AtomicLong sent = new AtomicLong();
    private long bytes;
    private long delivered;
    private long duplicated;
    private long corrupted;
    private long retransmitted;
    private final Map<LinkDrop, Long> wireDrops = new EnumMap<>(LinkDrop.class);
    private final Map<DropReason, Long> hostDrops = new EnumMap<>(DropReason.class);

    RunReport(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void happened(TraceRecord what) {
        switch (what) {
            case TraceRecord.FrameSent frame -> {
                sent.incrementAndGet();
                bytes += frame.bytes().length;
            }
            case TraceRecord.FrameDelivered _ -> delivered++;
            case TraceRecord.FrameDuplicated twice -> {
                duplicated++;
                line(what, twice.direction().name(), "frame #" + twice.packetId() + " is delivered twice");
            }
            case TraceRecord.FrameCorrupted bad -> {
                corrupted++;
                line(what, bad.direction().name(), "bit " + bad.bit() + " of frame #" + bad.packetId() + " flips");
            }
            case TraceRecord.FrameDropped drop -> {
                wireDrops.merge(drop.reason(), 1L, Long::sum);
                line(
                        what,
                        drop.direction().name(),
                        "frame #" + drop.packetId() + " dropped: "
                                + drop.reason().sentence());
            }
            case TraceRecord.FrameFiltered _ -> {}
            case TraceRecord.OnHost on -> {
                count(on.event());
                String words = words(on.event());
                if (words != null) {
                    line(what, on.node().name(), words);
                }
            }
            case TraceRecord.ProgramChanged program -> {
                Throwable failure = program.failure();
                line(
                        what,
                        program.node().name(),
                        "program " + program.program()
                                + (program.running() ? " begins" : failure == null ? " ends" : " fails: " + failure));
            }
        }
    }

    /** A planned event has come about. */
    void changed(long atNanos, EventEntry event) {
        String way = event.way() == EventEntry.Way.BOTH
                ? ""
                : " " + event.way().name().toLowerCase(Locale.ROOT);
        List<String> changes = new ArrayList<>();
        event.changes().forEach((name, value) -> changes.add(name + ": " + value));
        lines.accept(seconds(atNanos) + "  " + event.on() + way + ": " + String.join(", ", changes));
    }

    /** Frames put on wires so far. Any thread. */
    long framesSent() {
        return sent.get();
    }

    /** The sums, a few lines. */
    List<String> summary() {
        List<String> text = new ArrayList<>();
        long dropped = wireDrops.values().stream().mapToLong(Long::longValue).sum();
        text.add(sent + " frames sent (" + bytes + " bytes), " + delivered + " delivered, " + dropped
                + " dropped on wires");
        if (duplicated + corrupted > 0) {
            text.add("  " + duplicated + " duplicated, " + corrupted + " corrupted");
        }
        wireDrops.forEach((reason, number) -> text.add("  " + number + ": " + reason.sentence()));
        if (retransmitted > 0) {
            text.add(retransmitted + " TCP segments sent again");
        }
        if (!hostDrops.isEmpty()) {
            long inHosts =
                    hostDrops.values().stream().mapToLong(Long::longValue).sum();
            text.add(inHosts + " packets dropped in hosts");
            hostDrops.forEach((reason, number) -> text.add("  " + number + ": " + reason.sentence()));
        }
        return text;
    }

    private void count(HostEvent event) {
        if (event instanceof HostEvent.Dropped drop) {
            hostDrops.merge(drop.reason(), 1L, Long::sum);
        } else if (event instanceof HostEvent.TcpRetransmitted) {
            retransmitted++;
        }
    }

    /** The event in words, or null for what is no change of state. */
    private static @Nullable String words(HostEvent event) {
        return switch (event) {
            case HostEvent.Dropped e ->
                "packet #" + e.packetId() + " dropped: " + e.reason().sentence();
            case HostEvent.RouteChosen _ -> null;
            case HostEvent.NoRoute e -> "no route to " + e.destination();
            case HostEvent.NeighbourChanged e ->
                e.interfaceName() + ": neighbour " + e.address() + " is " + e.state()
                        + (e.link() == null ? "" : " at " + e.link()) + ": " + e.why();
            case HostEvent.InterfaceChanged e -> e.interfaceName() + " is " + (e.up() ? "up" : "down");
            case HostEvent.AddressChanged e ->
                e.interfaceName() + (e.added() ? " has got " : " has lost ") + e.address();
            case HostEvent.NatMapped e ->
                "NAT: " + e.protocol() + " " + e.inside() + " is " + e.outside() + " for " + e.peer();
            case HostEvent.NatExpired e -> "NAT: " + e.protocol() + " " + e.inside() + " is let go: " + e.why();
            case HostEvent.TcpStateChanged e ->
                "TCP " + e.local() + " to " + e.remote() + ": " + e.from() + " → " + e.to() + ": " + e.why();
            case HostEvent.TcpRetransmitted e ->
                "TCP " + e.local() + " to " + e.remote() + ": sent again, attempt " + e.attempt() + ": " + e.why();
            case HostEvent.IcmpReceived e ->
                "ICMP from " + e.error().reporter() + ": "
                        + e.error().getClass().getSimpleName() + ": " + e.about();
        };
    }

    private void line(TraceRecord what, String where, String words) {
        lines.accept(seconds(what.atNanos()) + "  " + where + ": " + words);
    }

    /** Seconds to the microsecond: {@code 2.000000}. */
    static String seconds(long nanos) {
        long micros = nanos / NANOS_PER_MICRO;
        return String.format(Locale.ROOT, "%d.%06d", micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
    }
}
