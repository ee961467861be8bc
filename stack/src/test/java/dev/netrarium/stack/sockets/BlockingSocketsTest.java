package dev.netrarium.stack.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.EchoResult;
import dev.netrarium.stack.EchoSettings;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.RawPacket;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.stack.tcp.TcpState;
import dev.netrarium.stack.udp.UdpError;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs with blocking sockets on two hosts, 10 ms apart. */
@Timeout(30)
class BlockingSocketsTest {
    private static final Duration DELAY = Duration.ofMillis(10);

    private final TestCable cable = new TestCable(DELAY);
    private final TestLoop loop = cable.loop;

    @Test
    void aThousandClientsThatComeAtOnceAreAllLetInAtOnce() throws Exception {
        List<TcpSocket> clients = new ArrayList<>();
        loop.start("server", () -> {
            try (TcpServerSocket listener = cable.rightSockets.listen(7)) {
                for (int i = 0; i < 1000; i++) {
                    cable.leftSockets.startConnect(null, Endpoint.of(right(IpFamily.IPV4), 7), TcpSettings.DEFAULT);
                }
                long began = loop.now();
                for (int i = 0; i < 1000; i++) {
                    clients.add(listener.accept());
                }
                // Within round trips, not after a SYN's retransmission.
                assertThat(loop.now() - began).isLessThan(Duration.ofSeconds(1).toNanos());
            }
        });
        loop.join();
        assertThat(clients).hasSize(1000);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aConnectionCarriesBytesBothWaysAndEnds(IpFamily family) throws Exception {
        Endpoint server = Endpoint.of(right(family), 7);
        byte[] data = new byte[300_000];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 31 >> 3);
        }
        loop.start("server", () -> {
            try (TcpServerSocket listener = cable.rightSockets.listen(7);
                    TcpSocket socket = listener.accept()) {
                assertThat(socket.local()).isEqualTo(server);
                assertThat(socket.remote().address()).isEqualTo(left(family));
                InputStream in = socket.inputStream();
                OutputStream out = socket.outputStream();
                byte[] b = new byte[5000];
                int n;
                while ((n = in.read(b)) >= 0) {
                    out.write(b, 0, n);
                }
            }
        });
        loop.start("client", () -> {
            cable.leftSockets.sleep(Duration.ofMillis(1));
            TcpSocket socket = cable.leftSockets.connect(server);
            loop.start("writer", () -> {
                socket.write(data, 0, data.length);
                socket.shutdownOutput();
            });
            byte[] back = socket.inputStream().readAllBytes();
            assertThat(Arrays.equals(back, data)).isTrue();
            assertThat(socket.info().bytesAcked()).isEqualTo(data.length);
            socket.close();
        });
        loop.join();
        assertThat(cable.pool.outstanding()).isZero();
    }

    @Test
    void nobodyListens() throws Exception {
        loop.start("client", () -> {
            long before = loop.now();
            fails(
                    ConnectException.class,
                    "Connection refused",
                    () -> cable.leftSockets.connect(Endpoint.of("192.0.2.2:9")));
            assertThat(loop.now() - before).isEqualTo(2 * DELAY.toNanos());
            fails(
                    SocketException.class,
                    "Network is unreachable",
                    () -> cable.leftSockets.connect(Endpoint.of("203.0.113.1:9")));
            fails(
                    BindException.class,
                    "Cannot assign requested address",
                    () -> cable.leftSockets.listen(Endpoint.of("203.0.113.1:9"), 1, TcpSettings.DEFAULT));
            TcpServerSocket listener = cable.leftSockets.listen(80);
            fails(BindException.class, "Address already in use", () -> cable.leftSockets.listen(80));
            listener.close();
            cable.leftSockets.listen(80).close();
        });
        loop.join();
    }

    @Test
    void timesOutInTheLoopsTime() throws Exception {
        loop.start("client", () -> {
            cable.loses = packet -> true;
            long before = loop.now();
            fails(
                    SocketTimeoutException.class,
                    "Connect timed out",
                    () -> cable.leftSockets.connect(
                            null, Endpoint.of("192.0.2.2:9"), TcpSettings.DEFAULT, Duration.ofSeconds(3)));
            assertThat(loop.now() - before).isEqualTo(Duration.ofSeconds(3).toNanos());
            fails(
                    ConnectException.class,
                    "Connection timed out",
                    () -> cable.leftSockets.connect(Endpoint.of("192.0.2.2:9")));
            assertThat(loop.now() - before).isGreaterThan(Duration.ofSeconds(60).toNanos());
            TcpServerSocket listener = cable.leftSockets.listen(0);
            fails(SocketTimeoutException.class, "Accept timed out", () -> listener.accept(Duration.ofDays(2)));
            UdpSocket udp = cable.leftSockets.udp(0);
            long deadline = cable.leftSockets.deadline(Duration.ofMillis(5));
            fails(SocketTimeoutException.class, "Receive timed out", () -> udp.receive(deadline));
            assertThat(loop.now()).isEqualTo(deadline);
        });
        loop.join();
    }

    @Test
    void aReadTimeOutLeavesTheConnectionGood() throws Exception {
        loop.start("server", () -> {
            try (TcpServerSocket listener = cable.rightSockets.listen(7);
                    TcpSocket socket = listener.accept(Duration.ofSeconds(5))) {
                cable.rightSockets.sleep(Duration.ofSeconds(1));
                socket.write(new byte[] {42}, 0, 1);
            }
        });
        loop.start("client", () -> {
            TcpSocket socket = connectSoon();
            socket.readTimeout(Duration.ofMillis(300));
            byte[] b = new byte[10];
            fails(SocketTimeoutException.class, "Read timed out", () -> socket.read(b, 0, 10));
            fails(SocketTimeoutException.class, "Read timed out", () -> socket.read(b, 0, 10, loop.now()));
            assertThat(socket.read(b, 0, 10, Timer.NEVER)).isEqualTo(1);
            assertThat(b[0]).isEqualTo((byte) 42);
            assertThat(socket.read(b, 0, 0)).isZero();
            assertThat(socket.read(b, 0, 10)).isEqualTo(-1);
            assertThat(socket.readTimeout()).isEqualTo(Duration.ofMillis(300));
            assertThatThrownBy(() -> socket.readTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        });
        loop.join();
    }

    @Test
    void anyThreadMayCloseAndWhoIsBlockedHearsOfIt() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        loop.start("server", () -> {
            TcpServerSocket listener = cable.rightSockets.listen(7);
            TcpSocket socket = listener.accept();
            UdpSocket udp = cable.rightSockets.udp(0);
            EchoSocket echo = cable.rightSockets.echo(IpFamily.IPV4);
            TestLoop.Body[] blocked = {
                listener::accept,
                () -> socket.read(new byte[1], 0, 1),
                () -> socket.write(new byte[10_000_000], 0, 10_000_000),
                () -> udp.receive(Timer.NEVER),
                () -> echo.receive(Timer.NEVER)
            };
            for (TestLoop.Body body : blocked) {
                loop.start("blocked", () -> {
                    fails(SocketException.class, "Socket closed", body);
                    heard.incrementAndGet();
                });
            }
            cable.rightSockets.sleep(Duration.ofSeconds(10));
            listener.close();
            socket.close();
            udp.close();
            echo.close();
            fails(SocketException.class, "Socket closed", () -> socket.read(new byte[1], 0, 1));
            fails(SocketException.class, "Socket closed", () -> socket.write(new byte[1], 0, 1));
            fails(SocketException.class, "Socket closed", listener::accept);
            fails(SocketException.class, "Socket closed", () -> udp.send(new byte[1], 0, 1));
            socket.close();
        });
        loop.start("client", () -> {
            TcpSocket socket = connectSoon();
            cable.leftSockets.sleep(Duration.ofSeconds(20));
            socket.abort();
        });
        loop.join();
        assertThat(heard).hasValue(5);
    }

    @Test
    void closingEndsAConnectThatIsUnderWay() throws Exception {
        loop.start("client", () -> {
            cable.loses = packet -> true;
            TcpSocket socket = cable.leftSockets.startConnect(null, Endpoint.of("192.0.2.2:9"), TcpSettings.DEFAULT);
            loop.start("closer", () -> {
                cable.leftSockets.sleep(Duration.ofSeconds(2));
                socket.close();
            });
            fails(SocketException.class, "Socket closed", () -> socket.awaitEstablished(null));
            assertThat(loop.now()).isEqualTo(Duration.ofSeconds(2).toNanos());
            assertThat(socket.connection().state()).isEqualTo(TcpState.CLOSED);
        });
        loop.join();
    }

    @Test
    void anInterruptEndsABlockedCallAndStaysVisible() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        AtomicReference<Thread> reader = new AtomicReference<>();
        loop.start("reader", () -> {
            UdpSocket udp = cable.leftSockets.udp(5);
            reader.set(Thread.currentThread());
            ready.countDown();
            assertThatThrownBy(() -> udp.receive(Timer.NEVER)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            udp.send(new byte[1], 0, 1, Endpoint.of("192.0.2.2:9")); // the socket is good still
        });
        ready.await();
        reader.get().interrupt();
        loop.join();
    }

    @Test
    void aResetIsReportedAndStays() throws Exception {
        loop.start("server", () -> {
            TcpSocket socket = cable.rightSockets.listen(7).accept();
            socket.abort();
        });
        loop.start("client", () -> {
            TcpSocket socket = connectSoon();
            byte[] b = new byte[1];
            fails(SocketException.class, "Connection reset", () -> socket.read(b, 0, 1));
            fails(SocketException.class, "Connection reset", () -> socket.read(b, 0, 1));
            fails(SocketException.class, "Broken pipe", () -> socket.write(b, 0, 1));
        });
        loop.join();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void datagramsAreAskedAndAnswered(IpFamily family) throws Exception {
        loop.start("server", () -> {
            try (UdpSocket socket = cable.rightSockets.udp(53)) {
                Datagram question = socket.receive(Timer.NEVER);
                assertThat(question.receivedNanos()).isEqualTo(loop.now());
                assertThat(question.to()).isEqualTo(Endpoint.of(right(family), 53));
                socket.send(question.bytes(), 0, question.bytes().length, question.from());
            }
        });
        loop.start("client", () -> {
            cable.leftSockets.sleep(Duration.ofMillis(1));
            UdpSocket socket = cable.leftSockets.udp(0);
            byte[] big = new byte[9000]; // in fragments
            Arrays.fill(big, (byte) 7);
            socket.send(big, 0, big.length, Endpoint.of(right(family), 53));
            Datagram answer = socket.receive(Timer.NEVER);
            assertThat(answer.bytes()).isEqualTo(big);
            assertThat(answer.from()).isEqualTo(Endpoint.of(right(family), 53));
            assertThat(answer.timeToLive()).isEqualTo(64);
        });
        loop.join();
        assertThat(cable.pool.outstanding()).isZero();
    }

    @Test
    void datagramsOf8KilobytesWaitByTheDozen() throws Exception {
        loop.start("client", () -> {
            UdpSocket server = cable.rightSockets.udp(9);
            UdpSocket socket = cable.leftSockets.udp(0);
            for (int i = 0; i < 12; i++) {
                socket.send(new byte[8192], 0, 8192, Endpoint.of("192.0.2.2:9"));
            }
            cable.leftSockets.sleep(Duration.ofSeconds(1));
            for (int i = 0; i < 12; i++) {
                assertThat(server.receive(loop.now()).bytes()).hasSize(8192);
            }
        });
        loop.join();
        assertThat(cable.pool.outstanding()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aConnectedSocketHearsThatThePortIsClosed(IpFamily family) throws Exception {
        loop.start("client", () -> {
            UdpSocket socket = cable.leftSockets.udp(0);
            socket.connect(Endpoint.of(right(family), 9));
            assertThat(socket.local().address()).isEqualTo(left(family));
            socket.send(new byte[3], 0, 3);
            fails(PortUnreachableException.class, "ICMP Port Unreachable", () -> socket.receive(Timer.NEVER));
            socket.disconnect();

            UdpSocket tracer = cable.leftSockets.udp(
                    Endpoint.of(family == IpFamily.IPV4 ? Ipv4Address.ANY : Ipv6Address.ANY, 0),
                    UdpSettings.DEFAULT.withReceiveErrors(true));
            tracer.send(new byte[3], 0, 3, Endpoint.of(right(family), 33434));
            UdpError error = tracer.receiveError(Timer.NEVER);
            assertThat(error).isNotNull();
            assertThat(error.error()).isEqualTo(new IcmpError.PortUnreachable(right(family)));
            assertThat(tracer.receiveError(loop.now() + 1)).isNull();
        });
        loop.join();
    }

    @Test
    void aSenderWaitsWhileTheEgressQueueIsFull() throws Exception {
        loop.start("client", () -> {
            UdpSocket socket =
                    cable.leftSockets.udp(Endpoint.of("0.0.0.0:0"), UdpSettings.DEFAULT.withSendBufferBytes(10_000));
            for (int i = 0; i < 1000; i++) {
                socket.send(new byte[1000], 0, 1000, Endpoint.of("192.0.2.2:9"));
            }
        });
        loop.join();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void pingAndRawSocketsWork(IpFamily family) throws Exception {
        loop.start("client", () -> {
            RawSocket raw =
                    cable.rightSockets.raw(family, family == IpFamily.IPV4 ? IpProtocol.ICMP : IpProtocol.ICMPV6);
            EchoSocket echo = cable.leftSockets.echo(family);
            byte[] data = "abcdefgh".getBytes(StandardCharsets.US_ASCII);
            echo.send(right(family), 3, data);
            EchoResult result = echo.receive(Timer.NEVER);
            assertThat(result).isInstanceOfSatisfying(EchoResult.Reply.class, reply -> {
                assertThat(reply.from()).isEqualTo(right(family));
                assertThat(reply.sequence()).isEqualTo(3);
                assertThat(reply.data()).isEqualTo(data);
            });
            assertThat(loop.now()).isEqualTo(2 * DELAY.toNanos());
            RawPacket seen = raw.receive(loop.now());
            assertThat(seen.from()).isEqualTo(left(family));
            fails(SocketTimeoutException.class, "Receive timed out", () -> echo.receive(loop.now() + 5));
            echo.send(right(family), 4, data, EchoSettings.DEFAULT.withTimeToLive(9));
            echo.close();
            raw.close();
        });
        loop.join();
    }

    @Test
    void manyConnectionsAtOnceInBothDirections() throws Exception {
        int count = 40;
        AtomicInteger served = new AtomicInteger();
        loop.start("server", () -> {
            TcpServerSocket listener = cable.rightSockets.listen(Endpoint.of("[::]:7"), 128, TcpSettings.DEFAULT);
            for (int i = 0; i < count; i++) {
                TcpSocket socket = listener.accept();
                loop.start("serves", () -> {
                    socket.inputStream().transferTo(socket.outputStream());
                    socket.close();
                    served.incrementAndGet();
                });
            }
            listener.close();
        });
        cable.loses = new java.util.function.Predicate<>() {
            private int n;

            @Override
            public boolean test(dev.netrarium.stack.Packet packet) {
                return ++n % 37 == 0;
            }
        };
        for (int i = 0; i < count; i++) {
            byte[] data = ("I am client " + i + " ").repeat(500).getBytes(StandardCharsets.US_ASCII);
            loop.start("client " + i, () -> {
                TcpSocket socket = connectSoon();
                socket.write(data, 0, data.length);
                socket.shutdownOutput();
                assertThat(socket.inputStream().readAllBytes()).isEqualTo(data);
                socket.close();
            });
        }
        loop.join();
        assertThat(served).hasValue(count);
    }

    private TcpSocket connectSoon() throws Exception {
        cable.leftSockets.sleep(Duration.ofMillis(1)); // the server starts at the same time
        return cable.leftSockets.connect(Endpoint.of("192.0.2.2:7"));
    }

    private static IpAddress left(IpFamily family) {
        return IpAddress.of(family == IpFamily.IPV4 ? "192.0.2.1" : "2001:db8::1");
    }

    private static IpAddress right(IpFamily family) {
        return IpAddress.of(family == IpFamily.IPV4 ? "192.0.2.2" : "2001:db8::2");
    }

    private static void fails(Class<? extends Exception> type, String text, TestLoop.Body call) {
        assertThatThrownBy(call::run).isInstanceOf(type).hasMessage(text);
    }
}
