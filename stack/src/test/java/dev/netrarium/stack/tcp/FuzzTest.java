package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.TcpHeader;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random and nearly right segments, at random times and between random commands, for connections in every state: no
 * exception, no endless answer, bounded memory, no packet lost, and the end leaves nothing behind.
 */
class FuzzTest {
    private static final int ROUNDS = 900;
    private static final int SEGMENTS_PER_ROUND = 200; // 900 · 200 · 2 families: 360,000 segments

    private RandomStream chance = RandomStream.of(0, "fuzz", "segments");

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whateverComesInIsTakenOrDroppedAndNothingGrows(IpFamily family) throws TcpException {
        Set<TcpState> reached = EnumSet.of(TcpState.LISTEN);
        for (int round = 0; round < ROUNDS; round++) {
            chance = RandomStream.of(round, "fuzz/" + family, "segments");
            Conversation c = inSomeState(family, round % 9);
            int sent = 0;
            for (int i = 0; i < SEGMENTS_PER_ROUND; i++) {
                Packet packet = segment(c);
                if (chance.chance(0.05)) {
                    packet.end = packet.transport + chance.nextInt(packet.end - packet.transport + 1);
                }
                c.tcp.receive(c.now, packet);
                c.run();
                command(c);
                if (chance.chance(0.1)) {
                    passTime(c);
                }
                assertThat(c.network.sent.size()).as("answers at once").isLessThan(600);
                sent += c.network.sent.size();
                throwAway(c);
                c.states().forEach(arrow -> reached.add(TcpState.valueOf(arrow.split(">")[1])));
                c.network.events.clear();
            }
            assertThat(sent).as("answers of round " + round).isLessThan(SEGMENTS_PER_ROUND * 40);
            assertThat(c.tcp.bufferedBytes()).isLessThan(20L << 20);
            assertThat(c.listener == null ? 0 : c.listener.halfOpen()).isLessThanOrEqualTo(8);
            end(c, round);
        }
        assertThat(reached).as("states that the segments met").containsExactlyInAnyOrder(TcpState.values());
    }

    private Conversation inSomeState(IpFamily family, int which) throws TcpException {
        String options = chance.chance(0.5) ? "mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7" : "mss 1460";
        Supplier<Conversation> fresh = () -> new Conversation(family);
        Conversation c = switch (which) {
            case 0 -> fresh.get().listen(8);
            case 1 -> fresh.get().connect(TcpSettings.DEFAULT);
            case 2 -> fresh.get().listen(8).receive("S 0:0(0) win 65535 <mss 1460>");
            case 3 -> fresh.get().established(options, 65535, 20);
            case 4 -> fresh.get().established(options, 3000, 20).write(8000);
            case 5 -> fresh.get().established().receive("F. 1:1(0) ack 1 win 65535");
            case 6 -> fresh.get().established().shutdown();
            case 7 -> fresh.get().established().close();
            default -> fresh.get().established().close().receive("F. 1:1(0) ack 2 win 65535");
        };
        c.discardSent();
        return c;
    }

    /** A segment whose numbers are near the right ones, or wild; sometimes with one byte changed afterwards. */
    private Packet segment(Conversation c) {
        TcpConnection connection = c.connection;
        int expected = connection != null ? connection.receiver.next : Conversation.PEER_ISN;
        int acknowledged = connection != null ? connection.sender.next : c.localIsn;
        boolean wild = chance.chance(0.15);
        int sequence = wild ? chance.nextInt() : expected + near();
        int acknowledgment = wild ? chance.nextInt() : acknowledged + near();
        int flags = chance.chance(0.7) ? TcpHeader.ACK | (chance.chance(0.5) ? TcpHeader.PSH : 0) : chance.nextInt(512);
        int optionBytes = chance.chance(0.5) ? 0 : 4 * chance.nextInt(11);
        int length = chance.chance(0.3) ? 0 : chance.nextInt(chance.chance(0.5) ? 30 : 1400);
        int header = TcpHeader.BYTES + optionBytes;
        Packet packet = c.network.take(header + length);
        byte[] b = packet.bytes;
        int at = packet.start;
        for (int i = at; i < packet.end; i++) {
            b[i] = (byte) chance.nextInt();
        }
        TcpHeader.putSourcePort(b, at, chance.chance(0.97) ? c.peerPort : chance.nextInt(65536));
        TcpHeader.putDestinationPort(b, at, chance.chance(0.97) ? c.localPort : chance.nextInt(65536));
        TcpHeader.putSequenceNumber(b, at, sequence);
        TcpHeader.putAcknowledgmentNumber(b, at, acknowledgment);
        TcpHeader.putOffsetAndFlags(b, at, header, flags);
        TcpHeader.putWindow(b, at, chance.chance(0.3) ? chance.nextInt(10) : chance.nextInt(65536));
        if (optionBytes >= 12 && chance.chance(0.7)) {
            BigEndian.put32(b, at + 20, 0x0101080a);
            BigEndian.put32(b, at + 24, 100 + near());
            BigEndian.put32(b, at + 28, c.lastTimestamp + near());
            for (int i = at + 32; i < at + header; i++) {
                b[i] = chance.chance(0.5) ? 1 : b[i];
            }
        }
        if (optionBytes >= 12 && chance.chance(0.5)) {
            sackLies(c, b, at + TcpHeader.BYTES, optionBytes);
        }
        FakeNetwork.writeHeader(packet, new FakePath(c.peer, c.local), IpProtocol.TCP);
        if (chance.chance(0.05)) {
            b[at + chance.nextInt(header)] = (byte) chance.nextInt();
        }
        TcpHeader.putChecksum(b, at, 0);
        long sum = Checksum.pseudoHeader(c.peer, c.local, IpProtocol.TCP, packet.length());
        TcpHeader.putChecksum(b, at, Checksum.finish(Checksum.add(sum, b, at, packet.length())));
        if (chance.chance(0.02)) {
            b[at + TcpHeader.CHECKSUM] ^= 1;
        }
        return packet;
    }

    /** SACK blocks that may be true, or overlap, or cover nothing, or more than everything. */
    private void sackLies(Conversation c, byte[] b, int at, int room) {
        TcpConnection connection = c.connection;
        int from = connection != null ? connection.sender.unacknowledged : c.localIsn;
        int blocks = Math.min(4, (room - 4) / 8);
        b[at] = 1;
        b[at + 1] = 1;
        b[at + 2] = 5;
        b[at + 3] = (byte) (2 + 8 * blocks);
        for (int i = 0; i < blocks; i++) {
            int left = from + (chance.chance(0.7) ? chance.nextInt(16_000) : near());
            BigEndian.put32(b, at + 4 + 8 * i, left);
            BigEndian.put32(b, at + 8 + 8 * i, left + (chance.chance(0.8) ? chance.nextInt(6000) : near()));
        }
        for (int i = at + 4 + 8 * blocks; i < at + room; i++) {
            b[i] = 1;
        }
    }

    private int near() {
        return switch (chance.nextInt(4)) {
            case 0 -> 0;
            case 1 -> chance.nextInt(11) - 5;
            case 2 -> chance.nextInt(6000) - 3000;
            default -> chance.nextInt(200_000) - 100_000;
        };
    }

    private void command(Conversation c) throws TcpException {
        TcpConnection connection = c.connection;
        if (connection == null && c.listener != null) {
            connection = c.listener.accept();
            c.connection = connection;
        }
        if (connection == null || !chance.chance(0.2)) {
            return;
        }
        try {
            switch (chance.nextInt(12)) {
                case 0, 1, 2 -> connection.send(c.now, new byte[5000], 0, 1 + chance.nextInt(5000));
                case 3, 4, 5 -> connection.receive(c.now, new byte[70_000], 0, 1 + chance.nextInt(70_000));
                case 6 ->
                    connection.configure(
                            c.now,
                            connection
                                    .settings()
                                    .withNoDelay(chance.chance(0.5))
                                    .withCork(chance.chance(0.2))
                                    .withKeepAlive(chance.chance(0.5))
                                    .withReceiveBufferBytes(chance.nextInt(100_000))
                                    .withMaxSegmentBytes(88 + chance.nextInt(2000)));
                case 7 -> {
                    if (chance.chance(0.1)) {
                        connection.shutdownOutput(c.now);
                    }
                }
                case 8 -> {
                    if (chance.chance(0.05)) {
                        connection.close(c.now);
                    }
                }
                case 9 -> {
                    c.network.path.mtuBytes = 600 + chance.nextInt(1000);
                    c.icmp(new IcmpError.PacketTooBig(c.peer, c.network.path.mtuBytes), near());
                }
                case 10 -> c.icmp(new IcmpError.HostUnreachable(c.peer), near());
                default -> {
                    TcpInfo info = connection.info(c.now);
                    if (info.state() != TcpState.CLOSED) {
                        assertThat(info.sacked() + info.lost()).isBetween(0, info.unacked());
                        assertThat(info.retransmitted()).isBetween(0, info.unacked());
                    }
                }
            }
        } catch (TcpException e) {
            assertThat(e.error()).isNotNull(); // a program's error, not the host's
        }
        c.run();
    }

    private void passTime(Conversation c) {
        long until = c.now + chance.nextLong(chance.chance(0.1) ? 100_000_000_000L : 500_000_000L);
        while (c.timers.nextDeadlineNanos() <= until) {
            c.now = Math.max(c.now, c.timers.nextDeadlineNanos());
            c.timers.expire(c.now);
            c.run();
        }
        c.now = until;
    }

    private static void throwAway(Conversation c) {
        Packet p;
        while ((p = c.network.sent.poll()) != null) {
            p.release();
        }
    }

    private void end(Conversation c, int round) {
        if (c.listener != null) {
            c.listener.close(c.now);
        }
        if (c.connection != null) {
            c.connection.abort(c.now);
        }
        c.run();
        throwAway(c);
        long steps = 0;
        while (c.timers.nextDeadlineNanos() != Timer.NEVER) {
            c.now = c.timers.nextDeadlineNanos();
            c.timers.expire(c.now);
            c.run();
            throwAway(c);
            assertThat(++steps).as("time-outs after the end of round " + round).isLessThan(1000);
        }
        assertThat(c.tcp.sockets()).as("round " + round).isEmpty();
        assertThat(c.tcp.bufferedBytes()).as("round " + round).isZero();
        assertThat(c.tcp.orphanCount()).as("round " + round).isZero();
        assertThat(c.network.pool.outstanding()).as("round " + round).isZero();
    }
}
