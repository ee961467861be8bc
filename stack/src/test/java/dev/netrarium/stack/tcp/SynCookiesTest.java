package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Packet;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.TcpHeader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A full SYN queue with cookies (RFC 4987 §3.6) and without. */
class SynCookiesTest {
    private static final String SYN = "S 0:0(0) win 65535 <mss 1460>";
    private static final String ALL_OPTIONS = "mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7";

    /** A server whose SYN queue is full of somebody else's SYNs. */
    private static Conversation flooded(IpFamily family, String cookies) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_syncookies", cookies)).listen(4);
        for (int i = 0; i < 4; i++) {
            c.peerPort = 50_000 + i;
            c.receive("S 0:0(0) win 65535 <mss 1460>");
        }
        c.discardSent();
        c.peerPort = 40_000;
        return c;
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withoutCookiesAFullSynQueueDropsTheSynAndSendsNoReset(IpFamily family) throws TcpException {
        Conversation c =
                flooded(family, "0").receive("S 0:0(0) win 65535 <mss 1460>").expectNothing();
        assertThat(c.count(Mib.TCP_REQUEST_QUEUE_DROPS)).isEqualTo(1);
        assertThat(c.count(Mib.TCP_LISTEN_DROPS)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aCookieCostsNoMemoryAndComesBackWithTheThirdSegment(IpFamily family) throws TcpException {
        Conversation c = flooded(family, "1");
        c.receive("S 0:0(0) win 65535 <mss 1460,nop,nop,sackOK,nop,wscale 7>")
                .expect("S. 0:0(0) ack 1 win 64240 <mss 1460>");
        assertThat(c.listener.halfOpen()).isEqualTo(4);
        assertThat(c.tcp.table.size()).isEqualTo(4);
        c.receive(". 1:1(0) ack 1 win 1000");
        c.connection = c.listener.accept();
        TcpInfo info = c.connection.info(c.now);
        assertThat(info.options())
                .as("a SYN's options are lost without timestamps")
                .isZero();
        assertThat(info.sendMssBytes()).isEqualTo(family == IpFamily.IPV4 ? 1460 : 1440);
        assertThat(info.sendWindowBytes()).isEqualTo(1000);
        assertThat(info.rttMicros()).isZero();
        c.write(300).expect("P. 1:301(300) ack 1");
        assertThat(c.count(Mib.TCP_SYN_COOKIES_SENT)).isEqualTo(1);
        assertThat(c.count(Mib.TCP_SYN_COOKIES_RECEIVED)).isEqualTo(1);
        assertThat(c.count(Mib.TCP_REQUEST_QUEUE_COOKIES)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void timestampsKeepTheOtherOptions(IpFamily family) throws TcpException {
        Conversation c = flooded(family, "1").at(900);
        c.receive("S 0:0(0) win 65535 <" + ALL_OPTIONS + ">").expect("S. 0:0(0) ack 1");
        c.at(930).receive("P. 1:101(100) ack 1 win 500 <nop,nop,TS val 130 ecr last>");
        c.connection = c.listener.accept();
        TcpInfo info = c.connection.info(c.now);
        assertThat(info.options()).isEqualTo(TcpInfo.TIMESTAMPS | TcpInfo.SACK | TcpInfo.WINDOW_SCALE);
        assertThat(info.sendWindowScale()).isEqualTo(7);
        assertThat(info.sendWindowBytes()).isEqualTo(500 << 7);
        assertThat(info.rttMicros()).as("the timestamp is up to 64 ms behind").isBetween(30_000L, 94_000L);
        c.read(100);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void timestampsTellThatTheClientHadNoScale(IpFamily family) throws TcpException {
        Conversation c = flooded(family, "1");
        c.receive("S 0:0(0) win 65535 <mss 1460,nop,nop,TS val 100 ecr 0>")
                .expect("S. 0:0(0) ack 1")
                .receive(". 1:1(0) ack 1 win 500 <nop,nop,TS val 130 ecr last>");
        assertThat(c.listener.accept().info(c.now).options()).isEqualTo(TcpInfo.TIMESTAMPS);
    }

    @ParameterizedTest
    @CsvSource({
        "IPV4, 100, 536",
        "IPV4, 1299, 536",
        "IPV4, 1300, 1300",
        "IPV4, 1439, 1300",
        "IPV4, 1440, 1440",
        "IPV4, 9000, 1460",
        "IPV6, 100, 1220",
        "IPV6, 1420, 1420",
        "IPV6, 1500, 1440",
        "IPV6, 9000, 8940"
    })
    void aCookieKnowsFourSizes(IpFamily family, int announced, int kept) throws TcpException {
        Conversation c = flooded(family, "1");
        c.network.path.mtuBytes = 9000;
        c.receive("S 0:0(0) win 65535 <mss " + announced + ">")
                .expect("S. 0:0(0) ack 1")
                .receive(". 1:1(0) ack 1 win 65535");
        assertThat(c.listener.accept().info(c.now).sendMssBytes()).isEqualTo(kept);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aCookieIsGoodForTheMinuteOfItsMakingAndTheNext(IpFamily family) throws TcpException {
        Conversation c = flooded(family, "1").at(59_000).discardSent();
        for (int i = 0; i < 4; i++) {
            c.peerPort = 51_000 + i;
            c.receive("S 0:0(0) win 65535 <mss 1460>").discardSent();
        }
        c.peerPort = 40_000;
        c.receive("S 0:0(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 1");
        int isn = c.localIsn;
        c.at(119_000).discardSent();
        c.localIsn = isn;
        c.receive(". 1:1(0) ack 1 win 65535").expectNothing();
        assertThat(c.listener.waiting()).isEqualTo(1);
        c.listener.accept().abort(c.now);
        c.discardSent().at(121_000);
        c.localIsn = isn;
        c.receive(". 1:1(0) ack 1 win 65535").expect("R 1:1(0)");
        assertThat(c.count(Mib.TCP_SYN_COOKIES_FAILED)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aForgedCookieIsReset(IpFamily family) throws TcpException {
        Conversation c = flooded(family, "1");
        c.receive("S 0:0(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 1");
        c.receive(". 1:1(0) ack 1001 win 65535").expect("R 1001:1001(0)");
        c.receive(". 1001:1001(0) ack 1 win 65535").expect("R 1:1(0)");
        assertThat(c.count(Mib.TCP_SYN_COOKIES_FAILED)).isEqualTo(2);
        assertThat(c.listener.waiting()).isZero();
        c.receive(". 1:1(0) ack 1 win 65535").expectNothing();
        assertThat(c.listener.waiting()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whereNoCookieWasSentNoneIsLookedFor(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(4).receive(". 1:1(0) ack 1 win 65535");
        c.expect("R 1:1(0)");
        assertThat(c.count(Mib.TCP_SYN_COOKIES_FAILED)).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void twoMakesEverySynACookie(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_syncookies", "2"));
        c.established("mss 1460", 65535).write(100).expect("P. 1:101(100) ack 1");
        assertThat(c.listener.halfOpen()).isZero();
        assertThat(c.count(Mib.TCP_SYN_COOKIES_RECEIVED)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aFullAcceptQueueIgnoresTheCookieThatComesBack(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_syncookies", "2")).listen(0);
        int[] isns = new int[2];
        for (int i = 0; i < 2; i++) {
            c.peerPort = 50_000 + i;
            c.receive("S 0:0(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 1");
            isns[i] = c.localIsn;
        }
        for (int i = 0; i < 2; i++) {
            c.peerPort = 50_000 + i;
            c.localIsn = isns[i];
            c.receive(". 1:1(0) ack 1 win 65535").expectNothing();
        }
        assertThat(c.listener.waiting()).isEqualTo(1);
        assertThat(c.count(Mib.TCP_LISTEN_OVERFLOWS)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aMillionSpoofedSynsFillNoTableAndKeepNobodyOut(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(128);
        c.network.recording = false;
        int mostHalfOpen = 0;
        for (int i = 0; i < 1_000_000; i++) {
            Packet syn = c.build(SYN);
            spoof(syn, i);
            c.tcp.receive(c.now, syn);
            forgetSent(c);
            mostHalfOpen = Math.max(mostHalfOpen, c.tcp.table.size());
            if (i % 10_000 == 9_999) {
                c.at(c.now / 1e6 + 100);
                forgetSent(c);
            }
            if (i % 100_000 == 99_999) {
                c.peerPort = 41_000 + i / 100_000;
                c.established("mss 1460", 65535).write(100).expect("P. 1:101(100) ack 1");
                c.connection.abort(c.now);
            }
        }
        assertThat(mostHalfOpen).isLessThanOrEqualTo(128);
        assertThat(c.count(Mib.TCP_SYN_COOKIES_SENT)).isGreaterThan(990_000);
    }

    private static void forgetSent(Conversation c) {
        for (Packet sent; (sent = c.network.sent.poll()) != null; ) {
            sent.release();
        }
    }

    /** Another source address and port. */
    private static void spoof(Packet syn, int number) {
        boolean v4 = syn.bytes[syn.network] >> 4 == 4;
        BigEndian.put32(syn.bytes, syn.network + (v4 ? 12 : 20), 0x0a000001 + number);
        TcpHeader.putSourcePort(syn.bytes, syn.transport, 1024 + number % 50_000);
        syn.checksum = Packet.ChecksumState.VERIFIED;
    }
}
