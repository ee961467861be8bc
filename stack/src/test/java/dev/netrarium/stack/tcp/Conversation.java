package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Counters;
import dev.netrarium.stack.HostEvent;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.TimerQueue;
import dev.netrarium.stack.WorkQueue;
import dev.netrarium.stack.WorkQueues;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.TcpOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One TCP under test, a peer that the test plays by hand, and virtual time. Segments are written as text:
 *
 * <pre>flags sequence:end(length) ack N win N &lt;options&gt;</pre>
 *
 * with {@code S F R P .} for the flags, sequence numbers counted from each side's first, {@code win} as it stands in the
 * header, and options such as {@code mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7} or {@code nop,nop,sack 2001:3001
 * 5001:6001}. In what is expected, {@code win} and the options may be left out and are then not looked at; timestamps
 * are never compared. The ECN codepoint of the IP header may stand before it all: {@code [ect0] P. 1:101(100) ack 1}.
 */
final class Conversation {
    private static final List<String> CODEPOINTS = List.of("[noecn] ", "[ect1] ", "[ect0] ", "[ce] ");

    /** The arithmetic of RFC 5681, which is easy to follow: CUBIC has tests of its own. */
    private static final TcpConfig RENO = TcpConfig.linux().with("net.ipv4.tcp_congestion_control", "reno");

    static final int PEER_ISN = 0x7ffffff0; // the sequence numbers cross the sign on the way

    final FakeNetwork network;
    final TimerQueue timers = new TimerQueue();
    final WorkQueue work = new WorkQueue();
    final Counters counters = new Counters();
    final Tcp tcp;
    final IpAddress local;
    final IpAddress peer;
    long now;
    int localPort = 80;
    int peerPort = 40000;
    int localIsn;
    int lastTimestamp;
    int lastTimestampEcho;

    @Nullable TcpListener listener;

    @Nullable TcpConnection connection;

    Conversation(IpFamily family) {
        this(family, UnaryOperator.identity());
    }

    Conversation(IpFamily family, UnaryOperator<TcpConfig> knobs) {
        boolean v4 = family == IpFamily.IPV4;
        local = IpAddress.of(v4 ? "192.0.2.1" : "2001:db8::1");
        peer = IpAddress.of(v4 ? "192.0.2.2" : "2001:db8::2");
        network = new FakeNetwork(local, peer);
        network.path.mtuBytes = v4 ? 1500 : 1520; // so that both announce 1460
        tcp = new Tcp(network, timers, work, counters, RandomStream.of(1, "host", "secrets"), knobs.apply(RENO));
    }

    // What the program does.

    Conversation listen(int backlog) throws TcpException {
        return listen(backlog, TcpSettings.DEFAULT);
    }

    Conversation listen(int backlog, TcpSettings settings) throws TcpException {
        listener = tcp.listen(Endpoint.of(local, localPort), backlog, settings);
        return this;
    }

    Conversation connect(TcpSettings settings) throws TcpException {
        peerPort = 80;
        connection = tcp.connect(now, Endpoint.of(peer, 80), settings);
        localPort = connection.local().port();
        run();
        return this;
    }

    /** The usual handshake as a server, without options but MSS; then the program accepts. */
    Conversation established() throws TcpException {
        return established("mss 1460", 65535);
    }

    Conversation established(String options, int window) throws TcpException {
        return established(options, window, 0);
    }

    /** With a round trip of so many milliseconds, which makes the RTO that plus 200 ms. */
    Conversation established(String options, int window, int rttMillis) throws TcpException {
        if (listener == null) {
            listen(8);
        }
        receive("S 0:0(0) win " + window + " <" + options + ">");
        expect("S. 0:0(0) ack 1");
        at(now / 1e6 + rttMillis);
        receive(". 1:1(0) ack 1 win " + window + (options.contains("TS") ? " <nop,nop,TS val 100 ecr last>" : ""));
        connection = listener.accept();
        assertThat(connection).as("accepted").isNotNull();
        assertThat(connection.state()).isEqualTo(TcpState.ESTABLISHED);
        return this;
    }

    Conversation write(int bytes) throws TcpException {
        assertThat(offer(bytes)).as("bytes taken").isEqualTo(bytes);
        return this;
    }

    int offer(int bytes) throws TcpException {
        byte[] data = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            data[i] = pattern(connection.sender.next - localIsn + connection.sender.unsentBytes() + i);
        }
        int n = connection.send(now, data, 0, bytes);
        run();
        return n;
    }

    int readPosition = 1;

    /** Reads exactly so much, and looks at each byte. */
    Conversation read(int bytes) throws TcpException {
        byte[] data = new byte[bytes];
        int n = connection.receive(now, data, 0, bytes);
        assertThat(n).as("bytes read").isEqualTo(bytes);
        for (int i = 0; i < n; i++) {
            if (data[i] != pattern(readPosition + i)) {
                throw new AssertionError("byte " + (readPosition + i) + " is wrong");
            }
        }
        readPosition += n;
        run();
        return this;
    }

    Conversation readEnd() throws TcpException {
        assertThat(connection.receive(now, new byte[1], 0, 1)).isEqualTo(TcpConnection.END_OF_STREAM);
        return this;
    }

    Conversation shutdown() throws TcpException {
        connection.shutdownOutput(now);
        run();
        return this;
    }

    Conversation close() {
        connection.close(now);
        run();
        return this;
    }

    Conversation state(TcpState expected) {
        assertThat(connection.state()).isEqualTo(expected);
        return this;
    }

    // Time.

    /** Lets time pass to so many milliseconds after the beginning, timers running out on the way. */
    Conversation at(double millis) {
        long target = Math.round(millis * 1_000_000);
        assertThat(target).as("time runs forward").isGreaterThanOrEqualTo(now);
        long next;
        while ((next = timers.nextDeadlineNanos()) <= target) {
            now = Math.max(now, next);
            timers.expire(now);
            run();
        }
        now = target;
        return this;
    }

    void run() {
        WorkQueues.drain(work, now);
    }

    // The wire.

    /** The peer's segment comes in. */
    Conversation receive(String text) {
        int codepoint = codepoint(text);
        Packet packet = build(codepoint < 0 ? text : withoutCodepoint(text));
        FakeNetwork.writeTrafficClass(packet, Math.max(codepoint, 0));
        tcp.receive(now, packet);
        run();
        return this;
    }

    /** The same with an urgent pointer. */
    Conversation receive(String text, int urgentPointer) {
        Packet packet = build(text, urgentPointer);
        tcp.receive(now, packet);
        run();
        return this;
    }

    /** The urgent pointer of the next segment that left, which has URG. */
    int peekUrgentPointer() {
        Packet packet = network.sent.peek();
        assertThat(packet).isNotNull();
        assertThat(TcpHeader.flags(packet.bytes, packet.transport) & TcpHeader.URG)
                .isNotZero();
        return TcpHeader.urgentPointer(packet.bytes, packet.transport);
    }

    Packet build(String text) {
        return build(text, 0);
    }

    private Packet build(String text, int urgentPointer) {
        SegmentText s = SegmentText.parse(text);
        int header = TcpHeader.BYTES + s.optionBytes();
        Packet packet = network.take(header + s.length());
        byte[] b = packet.bytes;
        int at = packet.start;
        TcpHeader.putSourcePort(b, at, peerPort);
        TcpHeader.putDestinationPort(b, at, localPort);
        TcpHeader.putSequenceNumber(b, at, PEER_ISN + s.sequence());
        TcpHeader.putAcknowledgmentNumber(b, at, (s.flags() & TcpHeader.ACK) != 0 ? localIsn + s.acknowledgment() : 0);
        TcpHeader.putOffsetAndFlags(b, at, header, s.flags());
        TcpHeader.putWindow(b, at, s.window() < 0 ? 65535 : s.window());
        TcpHeader.putUrgentPointer(b, at, urgentPointer);
        s.writeOptions(b, at + TcpHeader.BYTES, localIsn, lastTimestamp);
        for (int i = 0; i < s.length(); i++) {
            b[at + header + i] = pattern(s.sequence() + (s.flags() >> 1 & 1) + i);
        }
        FakePath way = new FakePath(peer, local);
        FakeNetwork.writeHeader(packet, way, IpProtocol.TCP);
        TcpHeader.putChecksum(b, at, 0);
        long sum = Checksum.pseudoHeader(peer, local, IpProtocol.TCP, packet.length());
        TcpHeader.putChecksum(b, at, Checksum.finish(Checksum.add(sum, b, at, packet.length())));
        return packet;
    }

    /** The next segment that left, at this very time. */
    Conversation expect(String text) {
        Packet packet = network.sent.poll();
        assertThat(packet).as("a segment, expected " + text).isNotNull();
        String seen = take(packet);
        assertThat(packet.receivedNanos / 1e6)
                .as("milliseconds at which " + seen + " left")
                .isEqualTo(now / 1e6);
        int codepoint = codepoint(text);
        if (codepoint >= 0) {
            assertThat(CODEPOINTS.get(FakeNetwork.trafficClass(packet) & 3))
                    .as("codepoint of " + seen)
                    .isEqualTo(CODEPOINTS.get(codepoint));
        }
        packet.release();
        SegmentText.assertLike(seen, codepoint < 0 ? text : withoutCodepoint(text));
        return this;
    }

    private static int codepoint(String text) {
        return text.startsWith("[") ? CODEPOINTS.indexOf(text.substring(0, text.indexOf(' ') + 1)) : -1;
    }

    private static String withoutCodepoint(String text) {
        return text.substring(text.indexOf(' ') + 1);
    }

    /** Time passes to {@code millis}; a segment leaves then and none before. */
    Conversation expectAt(double millis, String text) {
        at(millis);
        return expect(text);
    }

    Conversation expectNothing() {
        List<String> seen = new ArrayList<>();
        for (Packet p : network.sent) {
            seen.add(take(p));
        }
        assertThat(seen).as("segments that nobody expected").isEmpty();
        return this;
    }

    /** Several segments of full size, from {@code first} on; which of them ask to be pushed is not looked at. */
    Conversation expectFull(int first, int count, int bytes, String ack) {
        for (int i = 0; i < count; i++) {
            int from = first + i * bytes;
            expect("~. " + from + ":" + (from + bytes) + "(" + bytes + ") ack " + ack);
        }
        return this;
    }

    Conversation discardSent() {
        drain();
        return this;
    }

    /** Everything that left, as text. */
    List<String> drain() {
        List<String> seen = new ArrayList<>();
        Packet p;
        while ((p = network.sent.poll()) != null) {
            seen.add(take(p));
            p.release();
        }
        return seen;
    }

    Conversation icmp(IcmpError error, int relativeSequence) {
        Packet quoted = quoted(relativeSequence);
        tcp.icmpError(now, error, quoted);
        quoted.release();
        run();
        return this;
    }

    boolean isOnItsWay(int relativeSequence) {
        Packet quoted = quoted(relativeSequence);
        boolean answer = tcp.isOnItsWay(quoted);
        quoted.release();
        return answer;
    }

    private Packet quoted(int relativeSequence) {
        Packet quoted = network.take(8);
        byte[] b = quoted.bytes;
        int at = quoted.start;
        TcpHeader.putSourcePort(b, at, localPort);
        TcpHeader.putDestinationPort(b, at, peerPort);
        TcpHeader.putSequenceNumber(b, at, localIsn + relativeSequence);
        FakeNetwork.writeHeader(quoted, new FakePath(local, peer), IpProtocol.TCP);
        return quoted;
    }

    long count(Mib counter) {
        return counters.get(counter);
    }

    /** State changes seen so far, as {@code FROM>TO}. */
    List<String> states() {
        List<String> seen = new ArrayList<>();
        for (HostEvent e : network.events) {
            if (e instanceof HostEvent.TcpStateChanged c) {
                seen.add(c.from() + ">" + c.to());
            }
        }
        return seen;
    }

    private String take(Packet packet) {
        byte[] b = packet.bytes;
        int at = packet.transport;
        int flags = TcpHeader.flags(b, at);
        if ((flags & TcpHeader.SYN) != 0) {
            localIsn = TcpHeader.sequenceNumber(b, at);
            localPort = TcpHeader.sourcePort(b, at);
        }
        TcpOptions options = new TcpOptions();
        options.read(b, at);
        if (options.hasTimestamps()) {
            lastTimestamp = options.timestampValue();
            lastTimestampEcho = options.timestampEcho();
        }
        long sum = Checksum.pseudoHeader(local, peer, IpProtocol.TCP, packet.end - at);
        assertThat(Checksum.finish(Checksum.add(sum, b, at, packet.end - at)))
                .as("checksum")
                .isZero();
        int header = TcpHeader.headerBytes(b, at);
        int sequence = TcpHeader.sequenceNumber(b, at) - localIsn + (flags >> 1 & 1);
        for (int i = at + header; i < packet.end; i++) {
            if (b[i] != pattern(sequence + i - at - header)) {
                throw new AssertionError("payload byte " + (sequence + i - at - header) + " is wrong");
            }
        }
        return SegmentText.of(b, at, packet.end, localIsn, PEER_ISN);
    }

    static byte pattern(int relative) {
        return (byte) (relative * 31 + (relative >>> 8));
    }
}
