package dev.netrarium.drill;

import static dev.netrarium.drill.script.EventTime.seconds;

import dev.netrarium.drill.code.CodeEvaluator;
import dev.netrarium.drill.code.CodeException;
import dev.netrarium.drill.packet.Conversation;
import dev.netrarium.drill.packet.Difference;
import dev.netrarium.drill.packet.LivePacket;
import dev.netrarium.drill.packet.PacketBuilder;
import dev.netrarium.drill.packet.PacketComparer;
import dev.netrarium.drill.packet.UnbuildablePacketException;
import dev.netrarium.drill.script.Event;
import dev.netrarium.drill.script.EventTime;
import dev.netrarium.drill.script.Expression;
import dev.netrarium.drill.script.PacketPattern;
import dev.netrarium.drill.script.Script;
import dev.netrarium.drill.system.SentPacket;
import dev.netrarium.drill.system.SystemUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run of a script. Time goes by to the next thing that happens in the system under test, or to the next event; in
 * virtual time, timers that are due run before an event of the same time (or, to see whether that matters, after it).
 *
 * <p>A relative time counts from when the event before was over, but between packets to the host from when the one
 * before was to come. An event may be off by {@code --tolerance_usecs} or by an eighth of the time since the event
 * before, whichever is more.
 */
final class ScriptRun {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** How long after its time a packet is waited for. */
    private static final long PATIENCE_NANOS = 2 * NANOS_PER_SECOND;

    private static final int FIRST_REMOTE_PORT = 50_000;

    private final Script script;
    private final Settings settings;
    private final boolean packetsFirst;
    private final SystemUnderTest tested;
    private final ShellCommands shell;
    private final ProgramCalls program;
    private final CodeEvaluator code = new CodeEvaluator(this::codeName);
    private final List<Conversation> conversations = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Conversation current;
    private @Nullable Attempt pending;

    /** What relative times count from, in the script's time. */
    private long base;

    private long worstDeviation;

    /**
     * @param packetsFirst whether a packet to the host comes before the timers of the same time
     */
    ScriptRun(Script script, Settings settings, boolean packetsFirst, SystemUnderTest tested) {
        this.script = script;
        this.settings = settings;
        this.packetsFirst = packetsFirst;
        this.tested = tested;
        this.shell = new ShellCommands(tested);
        this.program = new ProgramCalls(tested, settings, this::spoke);
    }

    /** Runs it to its end or to the first thing that is not so. */
    void run() throws Failure {
        LinuxProfile.apply(tested);
        if (!settings.initScripts.isEmpty()) {
            shell.run(settings.initScripts);
        }
        if (script.initCommand() != null) {
            shell.run(script.initCommand());
        }
        tested.start();
        for (Event event : script.events()) {
            try {
                event(event);
            } catch (Failure failure) {
                throw placed(event, failure);
            }
        }
        if (pending != null) {
            try {
                finishPending(endOf(pending) + PATIENCE_NANOS + tolerance(pending.started, endOf(pending)));
            } catch (Failure failure) {
                throw placed(pending.call, failure);
            }
        }
        if (script.cleanupCommand() != null) {
            shell.run(script.cleanupCommand());
        }
    }

    /** What an audit wants to know of a run that passed. */
    List<String> audit() {
        List<String> found = new ArrayList<>(notes);
        found.add("largest deviation " + worstDeviation / 1000 + " us");
        int left = 0;
        while (tested.take() != null) {
            left++;
        }
        if (left > 0) {
            found.add(left + (left == 1 ? " packet" : " packets") + " of the host after the last event");
        }
        if (!code.printed().isEmpty()) {
            found.add("printed: " + code.printed().strip());
        }
        return found;
    }

    private Failure placed(Event event, Failure failure) {
        if (failure.getMessage() != null && failure.getMessage().startsWith(script.file() + ":")) {
            return failure;
        }
        StringBuilder text = new StringBuilder(script.file())
                .append(':')
                .append(event.at().line())
                .append(": ");
        text.append(failure.getMessage()).append('\n');
        text.append("  event  ")
                .append(event.time())
                .append(' ')
                .append(event.text())
                .append('\n');
        text.append("  time   ").append(seconds(tested.time()));
        String socket = TcpInfoNames.shown(tested, program.underTest());
        if (!socket.isEmpty()) {
            text.append("\n  socket ").append(socket);
        }
        return failure.isUnsupported() ? Failure.unsupported(stripped(text)) : Failure.of(text.toString());
    }

    private static String stripped(StringBuilder text) {
        return text.toString().replaceFirst("unsupported: ", "");
    }

    private void event(Event event) throws Failure {
        switch (event) {
            case Event.Inbound inbound -> inbound(inbound);
            case Event.Outbound outbound -> outbound(outbound);
            case Event.SocketCall call -> {
                if (pending != null) {
                    finishPending(longPatience());
                }
                arrive(event);
                call(call);
                base = tested.time();
            }
            case Event.Command command -> {
                arrive(event);
                shell.run(command.command());
                base = tested.time();
            }
            case Event.Code block -> {
                arrive(event);
                try {
                    code.run(block.code());
                } catch (CodeException e) {
                    String sentence = String.valueOf(e.getMessage());
                    throw e.isUnsupported() ? Failure.unsupported(sentence) : Failure.of(sentence);
                }
                base = tested.time();
            }
        }
    }

    // Time.

    /** The earliest and the latest time that an event may have, without tolerance. */
    private record Due(long from, long to) {}

    private Due due(EventTime time) {
        return switch (time) {
            case EventTime.Absolute(long at) -> new Due(at, at);
            case EventTime.Relative(long after) -> new Due(base + after, base + after);
            case EventTime.AbsoluteRange(long from, long to) -> new Due(from, to);
            case EventTime.RelativeRange(long from, long to) -> new Due(base + from, base + to);
            case EventTime.Any _ -> new Due(base, Long.MAX_VALUE);
        };
    }

    private long arrive(Event event) throws Failure {
        long time = due(event.time()).from();
        advance(time);
        checkTime("happens", new Due(time, time), tested.time());
        return time;
    }

    /** How far off something may be that takes so long. */
    private long tolerance(long from, long to) {
        return Math.max(settings.toleranceNanos, (to - from) * settings.tolerancePerMille / 1000);
    }

    private void checkTime(String what, Due due, long actual) throws Failure {
        long tolerance = tolerance(base, due.from());
        long off = actual < due.from() ? actual - due.from() : Math.max(0, actual - due.to());
        worstDeviation = Math.max(worstDeviation, Math.abs(off));
        if (Math.abs(off) > tolerance) {
            String expected =
                    due.from() == due.to() ? seconds(due.from()) : seconds(due.from()) + " to " + seconds(due.to());
            throw Failure.of("time: " + what + " at " + seconds(actual) + ", expected at " + expected + " ("
                    + seconds(Math.abs(off)) + (off < 0 ? " early" : " late") + ", tolerance " + seconds(tolerance)
                    + ")");
        }
    }

    /** Until when to wait for a packet that may come, or a call that may return, at any time. */
    private long longPatience() {
        return tested.time() + tested.patienceNanos();
    }

    /** Lets time go by until something happens; false when nothing does by the limit. */
    private boolean step(long limit) throws Failure {
        boolean happened = tested.runToNextEvent(limit);
        tryPending();
        return happened;
    }

    private void advance(long time) throws Failure {
        boolean more = true;
        while (more) {
            more = step(time);
        }
        tested.moveTo(time);
    }

    // Packets to the host.

    private void inbound(Event.Inbound event) throws Failure {
        long time = due(event.time()).from();
        advance(packetsFirst ? time - 1 : time);
        tested.moveTo(time);
        checkTime("comes", new Due(time, time), tested.time());
        refuseEncapsulation(event.packet());
        Conversation conversation = conversationFor(event.packet(), true);
        try {
            tested.receive(new PacketBuilder(conversation, settings.scalesTimestamps).build(event.packet()));
        } catch (UnbuildablePacketException e) {
            throw Failure.of(String.valueOf(e.getMessage()));
        }
        tryPending();
        base = time;
    }

    private static void refuseEncapsulation(PacketPattern packet) throws Failure {
        if (packet.ip().encapsulation() != null) {
            throw Failure.unsupported(
                    "packets inside other packets (" + packet.ip().encapsulation() + ")");
        }
    }

    /** The connection between a packet's ports; without ports the one under test; a new one when there is none. */
    private Conversation conversationFor(PacketPattern packet, boolean toHost) {
        PacketPattern.Ports ports = packet.ports();
        if (ports == null) {
            Conversation known = current;
            return known != null ? known : converse(settings.bindPort, FIRST_REMOTE_PORT + conversations.size());
        }
        int hostPort = toHost ? ports.destination() : ports.source();
        int peerPort = toHost ? ports.source() : ports.destination();
        for (Conversation each : conversations) {
            if (each.isBetween(hostPort, peerPort)) {
                current = each;
                return each;
            }
        }
        return converse(hostPort, peerPort);
    }

    private Conversation converse(int localPort, int remotePort) {
        Conversation fresh = new Conversation(settings.local.address(), localPort, settings.remote, remotePort);
        conversations.add(fresh);
        current = fresh;
        return fresh;
    }

    private void spoke(int localPort, int remotePort) {
        for (Conversation each : conversations) {
            if (each.isBetween(localPort, remotePort)) {
                current = each;
                return;
            }
        }
        converse(localPort, remotePort);
    }

    // Packets from the host.

    private void outbound(Event.Outbound event) throws Failure {
        refuseEncapsulation(event.packet());
        Due due = due(event.time());
        boolean any = event.time() instanceof EventTime.Any;
        long limit = any ? longPatience() : due.to() + PATIENCE_NANOS + tolerance(base, due.to());
        Conversation conversation = conversationFor(event.packet(), false);
        PacketComparer comparer = new PacketComparer(
                conversation,
                settings.timestampTickMicros,
                Math.max(settings.toleranceNanos, tested.time() * settings.tolerancePerMille / 1000) / 1000);
        LivePacket seen = next(conversation, limit);
        if (seen == null) {
            throw Failure.of("no packet from the host by " + seconds(Math.min(limit, tested.time() + PATIENCE_NANOS))
                    + "\n  expect " + event.text());
        }
        if (event.packet() instanceof PacketPattern.Tcp expected && !settings.strictSegments) {
            seen = glued(expected, seen, conversation, limit);
        }
        List<Difference> differences = comparer.compare(event.packet(), seen);
        if (!differences.isEmpty()) {
            disagree("packet: "
                    + differences.stream().map(Difference::toString).collect(Collectors.joining("; "))
                    + "\n  expect " + event.text() + "\n  seen   " + comparer.text(seen) + " at "
                    + seconds(seen.sentNanos()));
        }
        if (!any) {
            try {
                checkTime("packet leaves", due, seen.sentNanos());
            } catch (Failure late) {
                disagree(String.valueOf(late.getMessage()));
            }
        }
        base = tested.time();
    }

    private void disagree(String text) throws Failure {
        if (settings.packetsAreFatal) {
            throw Failure.of(text);
        }
        notes.add(text);
    }

    /** The next packet of a connection; those of others are passed over. Null when there is none by the limit. */
    private @Nullable LivePacket next(Conversation conversation, long limit) throws Failure {
        while (true) {
            SentPacket sent = tested.take();
            if (sent != null) {
                LivePacket packet = LivePacket.read(sent.bytes(), sent.nanos());
                if (belongs(packet, conversation)) {
                    return packet;
                }
            } else if (!step(limit)) {
                return null;
            }
        }
    }

    private static boolean belongs(LivePacket packet, Conversation conversation) {
        if (!packet.ip().destination().equals(conversation.remote())) {
            return false;
        }
        return switch (packet) {
            case LivePacket.Tcp tcp ->
                conversation.isBetween(tcp.header().sourcePort(), tcp.header().destinationPort());
            case LivePacket.Udp udp -> conversation.isBetween(udp.sourcePort(), udp.destinationPort());
            case LivePacket.Icmp _ -> true;
            case LivePacket.Other _ -> false;
        };
    }

    /** Segments that together are the one that is expected. */
    private LivePacket glued(PacketPattern.Tcp expected, LivePacket first, Conversation conversation, long limit)
            throws Failure {
        LivePacket all = first;
        while (all instanceof LivePacket.Tcp tcp
                && tcp.length() > 0
                && tcp.length() < expected.range().length()) {
            LivePacket piece = next(conversation, limit);
            if (!(piece instanceof LivePacket.Tcp continuing) || !tcp.isContinuedBy(continuing)) {
                throw Failure.of("packet: length: expected " + expected.range().length() + ", seen " + tcp.length()
                        + (piece == null ? " and no more" : ", and then a segment that does not continue it"));
            }
            all = tcp.gluedTo(continuing);
        }
        return all;
    }

    // Socket calls.

    private void call(Event.SocketCall event) throws Failure {
        Attempt attempt = program.begin(event);
        Long result = attempt.result();
        if (result != null) {
            returned(attempt, result);
            return;
        }
        pending = attempt;
        if (event.end() == null) {
            finishPending(longPatience());
        }
    }

    private long endOf(Attempt attempt) {
        return switch (attempt.call.end()) {
            case EventTime.Relative(long after) -> attempt.started + after;
            case EventTime.Absolute(long at) -> at;
            case null, default -> attempt.started;
        };
    }

    private void tryPending() throws Failure {
        Attempt attempt = pending;
        if (attempt == null) {
            return;
        }
        Long result = attempt.result();
        if (result != null) {
            pending = null;
            try {
                returned(attempt, result);
            } catch (Failure failure) {
                throw placed(attempt.call, failure);
            }
        }
    }

    /** Lets time go by until the call under way has returned. */
    private void finishPending(long limit) throws Failure {
        while (pending != null) {
            if (!step(limit) && pending != null) {
                throw Failure.of(
                        "the call of line " + pending.call.at().line() + " has not returned: " + pending.call.text());
            }
        }
    }

    private void returned(Attempt attempt, long result) throws Failure {
        Event.SocketCall call = attempt.call;
        try {
            checkResult(call, result);
            attempt.checkOutputs(result);
        } catch (Failure failure) {
            if (settings.callsAreFatal || failure.isUnsupported()) {
                throw failure;
            }
            notes.add(String.valueOf(failure.getMessage()));
        }
        long end = endOf(attempt);
        long tolerance = tolerance(attempt.started, end);
        long off = attempt.returnedNanos() - end;
        worstDeviation = Math.max(worstDeviation, Math.abs(off));
        if (Math.abs(off) > tolerance) {
            throw Failure.of("time: " + call.name() + " returns at " + seconds(attempt.returnedNanos())
                    + ", expected at " + seconds(end));
        }
    }

    private void checkResult(Event.SocketCall call, long result) throws Failure {
        String seen = result < 0 ? "-1 " + Symbols.errno(-result) : Long.toString(result);
        String errno = call.errno();
        if (call.result() instanceof Expression.Whatever) {
            return;
        }
        long wanted = Symbols.number(call.result());
        if (errno != null || wanted < 0) {
            Long number = errno == null ? Long.valueOf(-result) : Symbols.number(errno);
            if (number == null) {
                throw Failure.unsupported("errno " + errno);
            }
            if (wanted != -1 || result != -number || result >= 0) {
                throw Failure.of("result: expected " + wanted + (errno == null ? "" : " " + errno) + ", seen " + seen);
            }
            return;
        }
        if (result >= 0 && ProgramCalls.makesDescriptor(call)) {
            program.made(call, wanted, result);
        } else if (result != wanted) {
            throw Failure.of("result: expected " + wanted + ", seen " + seen);
        }
    }

    // Code.

    private @Nullable Long codeName(String name) {
        Long constant = TcpInfoNames.constant(name);
        if (constant != null) {
            return constant;
        }
        return tested.tcpInfo(program.underTest(), name);
    }
}
