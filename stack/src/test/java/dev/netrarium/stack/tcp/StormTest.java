package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Packet;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.wire.IpFamily;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A peer that does everything badly at once, but says true bytes: overlaps, gaps, segments of a byte, repetitions, urgent
 * pointers to nowhere, windows of nothing and of everything, ACKs cut in pieces, ACKs of what has not arrived, SACK blocks
 * that lie. What is acknowledged to it is what the program reads, in order, once and unchanged; what the program writes
 * leaves as it was written; and neither side's memory grows.
 */
class StormTest {
    private static final int ROUNDS = 60;
    private static final int STREAM_BYTES = 60_000;
    private static final int BUFFER_BYTES = 40_000;
    private static final int MOST_STEPS = 60_000;

    private RandomStream chance = RandomStream.of(0, "storm", "segments");

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whatIsAcknowledgedIsReadInOrderOnceAndUnchanged(IpFamily family) throws TcpException {
        for (int round = 0; round < ROUNDS; round++) {
            chance = RandomStream.of(round, "storm/receive/" + family, "segments");
            Conversation c = new Conversation(family)
                    .listen(
                            8,
                            TcpSettings.DEFAULT
                                    .withReceiveBufferBytes(BUFFER_BYTES)
                                    .withOobInline(true))
                    .established(chance.chance(0.7) ? "mss 1460,nop,nop,sackOK,nop,wscale 7" : "mss 1460", 65535, 20);
            c.tcp.config(c.tcp.config().with("net.ipv4.tcp_shrink_window", chance.chance(0.5) ? "1" : "0"));
            int base = c.connection.receiver.next;
            int steps = 0;
            while (c.readPosition <= STREAM_BYTES) {
                int acknowledged = c.connection.receiver.next - base + 1;
                int from = Math.max(1, acknowledged + place());
                int length = Math.min(length(), STREAM_BYTES + 1 - from);
                if (length > 0) {
                    String flags = chance.chance(0.1) ? "PU" : chance.chance(0.5) ? "P" : "";
                    c.receive(
                            flags + ". " + from + ":" + (from + length) + "(" + length + ") ack 1 win "
                                    + chance.nextInt(65536),
                            flags.startsWith("PU") ? chance.nextInt(65536) : 0);
                }
                int available = c.connection.available();
                if (available > 0 && chance.chance(0.3)) {
                    readSome(c, 1 + chance.nextInt(available));
                }
                if (chance.chance(0.05)) {
                    c.at(c.now / 1e6 + chance.nextInt(300));
                }
                c.discardSent();
                assertThat(c.connection.available()).isLessThanOrEqualTo(BUFFER_BYTES + 1024);
                assertThat(c.tcp.bufferedBytes()).isLessThan(4 * BUFFER_BYTES + 20_000);
                assertThat(++steps).as("round " + round + " ends").isLessThan(MOST_STEPS);
            }
            assertThat(c.connection.receiver.next - base).isEqualTo(STREAM_BYTES);
            assertThat(c.tcp.bufferedBytes()).isZero();
            c.state(TcpState.ESTABLISHED);
        }
    }

    /** Reads, perhaps only up to an urgent mark, and looks at each byte. */
    private static void readSome(Conversation c, int most) throws TcpException {
        byte[] data = new byte[most];
        int n = c.connection.receive(c.now, data, 0, most);
        for (int i = 0; i < n; i++) {
            assertThat(data[i]).isEqualTo(Conversation.pattern(c.readPosition + i));
        }
        c.readPosition += Math.max(n, 0);
        c.run();
    }

    private int place() {
        return switch (chance.nextInt(6)) {
            case 0, 1 -> 0;
            case 2 -> -chance.nextInt(3000);
            case 3 -> chance.nextInt(20);
            case 4 -> chance.nextInt(5000);
            default -> chance.nextInt(80_000) - 20_000;
        };
    }

    private int length() {
        return switch (chance.nextInt(4)) {
            case 0 -> 1 + chance.nextInt(3);
            case 1 -> 1 + chance.nextInt(100);
            default -> 1 + chance.nextInt(1460);
        };
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whatTheProgramWritesLeavesUnchangedWhateverThePeerClaims(IpFamily family) throws TcpException {
        for (int round = 0; round < ROUNDS; round++) {
            chance = RandomStream.of(round, "storm/send/" + family, "segments");
            Conversation c = new Conversation(family)
                    .listen(8, TcpSettings.DEFAULT.withSendBufferBytes(BUFFER_BYTES))
                    .established(chance.chance(0.7) ? "mss 1000,nop,nop,sackOK,nop,wscale 3" : "mss 1000", 20_000, 20);
            boolean[] left = new boolean[STREAM_BYTES + 2];
            int written = 0;
            int steps = 0;
            while (c.connection.state() == TcpState.ESTABLISHED && c.connection.sender.bytesAcked < STREAM_BYTES) {
                if (written < STREAM_BYTES && chance.chance(0.4)) {
                    int n = Math.min(1 + chance.nextInt(5000), STREAM_BYTES - written);
                    written += c.offer(n);
                }
                collect(c, left);
                int una = c.connection.sender.unacknowledged - c.localIsn;
                int sent = c.connection.sender.next - c.localIsn;
                c.receive(lie(una, sent));
                collect(c, left);
                if (chance.chance(0.1)) {
                    c.at(c.now / 1e6 + chance.nextInt(700));
                    collect(c, left);
                }
                assertThat(c.tcp.bufferedBytes()).isLessThan(2 * BUFFER_BYTES + 20_000);
                assertThat(++steps).as("round " + round + " ends").isLessThan(MOST_STEPS);
            }
            if (c.connection.state() == TcpState.ESTABLISHED) {
                for (int i = 1; i <= STREAM_BYTES; i++) {
                    assertThat(left[i]).as("byte " + i + " left").isTrue();
                }
                assertThat(c.tcp.bufferedBytes()).isZero();
            }
        }
    }

    /** Marks what left; Conversation looks at each byte of it. */
    private static void collect(Conversation c, boolean[] left) {
        List<Packet> packets = new ArrayList<>(c.network.sent);
        for (Packet p : packets) {
            int at = p.transport;
            int header = dev.netrarium.wire.TcpHeader.headerBytes(p.bytes, at);
            int from = dev.netrarium.wire.TcpHeader.sequenceNumber(p.bytes, at) - c.localIsn;
            for (int i = 0; i < p.end - at - header; i++) {
                left[from + i] = true;
            }
        }
        c.discardSent();
    }

    /** An acknowledgment: true, partial, of a single byte, of what is under way still; with any window and any SACK blocks. */
    private String lie(int una, int sent) {
        int flight = sent - una;
        int ack = switch (chance.nextInt(5)) {
            case 0 -> una;
            case 1 -> Math.min(sent, una + 1); // ACK division
            case 2 -> sent; // optimistic
            default -> una + (flight == 0 ? 0 : chance.nextInt(flight + 1));
        };
        int window = switch (chance.nextInt(5)) {
            case 0 -> 0;
            case 1 -> chance.nextInt(50);
            case 2 -> 65535;
            default -> chance.nextInt(8000);
        };
        String sack = "";
        if (chance.chance(0.4)) {
            int a = ack + chance.nextInt(6000) - 1000;
            int b = a + 1 + chance.nextInt(4000) - 500;
            sack = " <nop,nop,sack " + a + ":" + b + ">";
        }
        return ". 1:1(0) ack " + ack + " win " + window + sack;
    }
}
