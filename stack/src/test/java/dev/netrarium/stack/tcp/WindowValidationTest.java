package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A congestion window that is not used does not grow, decays, and is restarted; and samples tell the path's rate. */
class WindowValidationTest {
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void lessThanHalfOfTheWindowDoesNotGrowIt(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 60_000, 100);
        sendAndAcknowledge(c, 5, 200);
        assertThat(c.connection.sender.window.segments).isEqualTo(10);
        sendAndAcknowledge(c, 6, 300);
        assertThat(c.connection.sender.window.segments).isEqualTo(16);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void idleTimeHalvesItOncePerTimeoutButTheFirst(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 60_000, 100);
        CongestionWindow window = c.connection.sender.window;
        window.segments = 80;
        sendAndAcknowledge(c, 1, 200);
        long timeout = c.connection.rtt.rtoNanos();
        long lastSent = c.connection.sender.lastDataSentNanos;
        c.at((lastSent + 2.5 * timeout) / 1e6); // two time-outs and a half: two halvings
        c.write(1000);
        assertThat(window.segments).isEqualTo(20);
        assertThat(window.ssthresh).isEqualTo(CongestionWindow.INFINITE);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theRateIsWhatWasDeliveredByTheTimeItTook(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 60_000, 100);
        DeliveryRate rate = c.connection.sender.rate;
        assertThat(rate.bytesPerSecond()).isZero();
        sendAndAcknowledge(c, 10, 200);
        assertThat(rate.bytesPerSecond()).isEqualTo(100_000); // ten segments in a tenth of a second
        assertThat(rate.isLastAppLimited()).isTrue(); // the program had nothing more to send, as Linux tells it
        // One segment now and then says only what the program does: the estimate stays.
        sendAndAcknowledge(c, 1, 300);
        sendAndAcknowledge(c, 1, 400);
        assertThat(rate.bytesPerSecond()).isEqualTo(100_000);
    }

    private static void sendAndAcknowledge(Conversation c, int segments, int atMillis) throws TcpException {
        c.write(segments * 1000);
        c.at(atMillis);
        int sent = c.connection.sender.next - c.localIsn;
        c.receive(". 1:1(0) ack " + sent + " win 60000");
    }
}
