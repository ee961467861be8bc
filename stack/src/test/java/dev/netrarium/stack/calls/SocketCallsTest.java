package dev.netrarium.stack.calls;

import static dev.netrarium.stack.calls.SocketConstants.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Errno;
import dev.netrarium.stack.sockets.TestCable;
import dev.netrarium.stack.tcp.TcpInfo;
import dev.netrarium.stack.tcp.TcpState;
import dev.netrarium.stack.udp.UdpDatagram;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Socket calls to the letter of Linux: two programs on two hosts, 10 ms apart; the test lets time pass between calls. */
@Timeout(30)
class SocketCallsTest {
    private final TestCable cable = new TestCable(Duration.ofMillis(10));
    private final SocketCalls client = new SocketCalls(cable.left, cable.loop);
    private final SocketCalls server = new SocketCalls(cable.right, cable.loop, 8);
    private final byte[] b = new byte[100];

    @Test
    void optionsForBuffersAndPathsAreKeptWithinLinuxsBounds() throws Exception {
        int fd = call(() -> client.socket(AF_INET, SOCK_STREAM, 0));
        assertThat(option(client, fd, SOL_SOCKET, SO_RCVLOWAT)).isEqualTo(1);
        assertThat(call(() -> client.setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, 0)))
                .isZero();
        assertThat(option(client, fd, SOL_SOCKET, SO_RCVLOWAT)).isEqualTo(1);
        assertThat(call(() -> client.setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, -1)))
                .isZero();
        assertThat(option(client, fd, SOL_SOCKET, SO_RCVLOWAT)).isEqualTo(6_291_456 / 2);
        assertThat(call(() -> client.setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, 16_384)))
                .isZero();
        assertThat(option(client, fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT)).isEqualTo(16_384);
        assertThat(option(client, fd, IPPROTO_IP, IP_MTU_DISCOVER)).isEqualTo(IP_PMTUDISC_WANT);
        assertThat(call(() -> client.setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO)))
                .isZero();
        assertThat(option(client, fd, IPPROTO_IP, IP_MTU_DISCOVER)).isEqualTo(IP_PMTUDISC_DO);
        assertThat(call(() -> client.setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, 6)))
                .isEqualTo(-Errno.EINVAL.number());
        assertThat(call(() -> client.getsockopt(fd, IPPROTO_IP, IP_MTU, new int[1])))
                .isEqualTo(-Errno.ENOTCONN.number());
        assertThat(call(() -> client.setsockopt(fd, IPPROTO_TCP, TCP_WINDOW_CLAMP, -1)))
                .isEqualTo(-Errno.EINVAL.number());
        assertThat(option(client, fd, IPPROTO_TCP, TCP_QUICKACK)).isEqualTo(1);
    }

    @Test
    void urgentDataIsPolledReadApartAndMarked() throws Exception {
        int listener = listening(AF_INET, "0.0.0.0:80");
        int fd = call(() -> client.socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
        call(() -> client.connect(fd, Endpoint.of("192.0.2.2:80")));
        afterMillis(40);
        int peer = call(() -> server.accept4(listener, SOCK_NONBLOCK));
        assertThat(option(client, fd, IPPROTO_IP, IP_MTU)).isEqualTo(1500);
        assertThat(call(() -> server.recv(peer, b, 0, 1, MSG_OOB))).isEqualTo(-Errno.EINVAL.number());
        assertThat(call(() -> client.send(fd, "ab!".getBytes(), 0, 3, MSG_OOB))).isEqualTo(3);
        afterMillis(11);
        assertThat(call(() -> server.poll(peer, POLLIN | POLLPRI))).isEqualTo(POLLIN | POLLPRI);
        assertThat(call(() -> server.recv(peer, b, 0, 1, MSG_OOB | MSG_PEEK))).isEqualTo(1);
        assertThat(call(() -> server.recv(peer, b, 0, 1, MSG_OOB))).isEqualTo(1);
        assertThat(b[0]).isEqualTo((byte) '!');
        assertThat(call(() -> server.ioctl(peer, SIOCATMARK))).isZero();
        assertThat(call(() -> server.read(peer, b, 0, 10))).isEqualTo(2);
        assertThat(call(() -> server.ioctl(peer, SIOCATMARK))).isEqualTo(1);
        assertThat(call(() -> server.poll(peer, POLLIN | POLLPRI))).isZero();
        assertThat(call(() -> server.read(peer, b, 0, 10))).isEqualTo(-Errno.EAGAIN.number());
        assertThat(call(() -> server.ioctl(peer, SIOCATMARK))).isZero();
    }

    @ParameterizedTest
    @CsvSource({"2, 0.0.0.0:80, 192.0.2.2:80", "10, [::]:80, [2001:db8::2]:80", "10, [::]:80, 192.0.2.2:80"})
    void aConnectionFromSocketToClose(int domain, String local, String remote) throws Exception {
        int listener = listening(domain, local);
        int fd = call(() -> client.socket(domain, SOCK_STREAM | SOCK_NONBLOCK, 0));
        assertThat(fd).isEqualTo(3);
        assertThat(call(() -> client.fcntl(fd, F_GETFL, 0))).isEqualTo(O_RDWR | O_NONBLOCK);
        assertThat(call(() -> client.poll(fd, POLLIN | POLLOUT))).isEqualTo(POLLOUT | POLLHUP);
        assertThat(call(() -> client.recv(fd, b, 0, 1, 0))).isEqualTo(-Errno.ENOTCONN.number());
        assertThat(call(() -> client.send(fd, b, 0, 1, MSG_NOSIGNAL))).isEqualTo(-Errno.EPIPE.number());

        Endpoint to = Endpoint.of(remote);
        assertThat(call(() -> client.connect(fd, to))).isEqualTo(-Errno.EINPROGRESS.number());
        assertThat(call(() -> client.connect(fd, to))).isEqualTo(-Errno.EALREADY.number());
        assertThat(call(() -> client.poll(fd, POLLOUT))).isZero();
        assertThat(call(() -> server.accept(listener))).isEqualTo(-Errno.EAGAIN.number());
        afterMillis(40);
        assertThat(call(() -> client.poll(fd, POLLOUT))).isEqualTo(POLLOUT);
        assertThat(option(client, fd, SOL_SOCKET, SO_ERROR)).isZero();
        assertThat(call(() -> client.connect(fd, to))).isZero();
        assertThat(call(() -> client.connect(fd, to))).isEqualTo(-Errno.EISCONN.number());
        assertThat(client.getpeername(fd)).isEqualTo(to);

        assertThat(call(() -> server.poll(listener, POLLIN))).isEqualTo(POLLIN);
        int peer = call(() -> server.accept4(listener, SOCK_NONBLOCK));
        assertThat(peer).isEqualTo(4);
        assertThat(server.getpeername(peer)).isEqualTo(client.getsockname(fd));

        assertThat(call(() -> client.write(fd, "hello".getBytes(), 0, 5))).isEqualTo(5);
        assertThat(call(() -> client.ioctl(fd, SIOCOUTQ))).isEqualTo(5);
        afterMillis(11);
        assertThat(call(() -> server.ioctl(peer, SIOCINQ))).isEqualTo(5);
        assertThat(call(() -> server.recv(peer, b, 0, 100, MSG_PEEK))).isEqualTo(5);
        assertThat(call(() -> server.read(peer, b, 0, 100))).isEqualTo(5);
        assertThat(new String(b, 0, 5)).isEqualTo("hello");
        assertThat(call(() -> server.read(peer, b, 0, 100))).isEqualTo(-Errno.EAGAIN.number());

        assertThat(call(() -> client.shutdown(fd, SHUT_WR))).isZero();
        assertThat(call(() -> client.send(fd, b, 0, 1, 0))).isEqualTo(-Errno.EPIPE.number());
        afterMillis(11);
        assertThat(call(() -> server.read(peer, b, 0, 100))).isZero();
        assertThat(call(() -> server.poll(peer, POLLIN | POLLRDHUP))).isEqualTo(POLLIN | POLLRDHUP);
        assertThat(call(() -> server.close(peer))).isZero();
        assertThat(call(() -> server.close(peer))).isEqualTo(-Errno.EBADF.number());
        afterMillis(50);
        TcpInfo info = client.tcpInfo(fd);
        assertThat(info).isNotNull();
        assertThat(info.bytesAcked()).isEqualTo(5);
        client.closeAll();
        server.closeAll();
        afterMillis(70_000);
        assertThat(cable.left.tcp().sockets()).isEmpty();
        assertThat(cable.pool.outstanding()).isZero();
    }

    @Test
    void aRefusedConnectionTellsOnceAndTheSocketCanTryAgain() throws Exception {
        int fd = call(() -> client.socket(AF_INET, SOCK_STREAM, 0));
        call(() -> client.connect(fd, Endpoint.of("192.0.2.2:9")));
        afterMillis(30);
        assertThat(call(() -> client.poll(fd, POLLIN | POLLOUT))).isEqualTo(POLLIN | POLLOUT | POLLERR | POLLHUP);
        assertThat(call(() -> client.connect(fd, Endpoint.of("192.0.2.2:9")))).isEqualTo(-Errno.ECONNREFUSED.number());
        listening(AF_INET, "0.0.0.0:9");
        assertThat(call(() -> client.connect(fd, Endpoint.of("192.0.2.2:9")))).isEqualTo(-Errno.EINPROGRESS.number());
        afterMillis(30);
        assertThat(call(() -> client.connect(fd, Endpoint.of("192.0.2.2:9")))).isZero();
    }

    @Test
    void descriptorsAreBoundedAndAConnectionWaitsForOne() throws Exception {
        int listener = listening(AF_INET, "0.0.0.0:80");
        int last = -1;
        for (int i = 0; i < 4; i++) {
            last = call(() -> server.socket(AF_INET, SOCK_DGRAM, 0));
        }
        assertThat(last).isEqualTo(7);
        assertThat(call(() -> server.socket(AF_INET, SOCK_DGRAM, 0))).isEqualTo(-Errno.EMFILE.number());
        int fd = call(() -> client.socket(AF_INET, SOCK_STREAM, 0));
        call(() -> client.connect(fd, Endpoint.of("192.0.2.2:80")));
        afterMillis(40);
        assertThat(call(() -> server.accept(listener))).isEqualTo(-Errno.EMFILE.number());
        assertThat(call(() -> server.close(5))).isZero();
        assertThat(call(() -> server.accept(listener))).isEqualTo(5);
    }

    @Test
    void datagramsWithFlags() throws Exception {
        int to = call(() -> server.socket(AF_INET6, SOCK_DGRAM, IPPROTO_UDP));
        assertThat(call(() -> server.bind(to, Endpoint.of("[::]:53")))).isZero();
        assertThat(call(() -> server.bind(to, Endpoint.of("[::]:54")))).isEqualTo(-Errno.EINVAL.number());
        int fd = call(() -> client.socket(AF_INET, SOCK_DGRAM, 0));
        assertThat(call(() -> client.send(fd, b, 0, 3, 0))).isEqualTo(-Errno.EDESTADDRREQ.number());
        assertThat(call(() -> client.recv(fd, b, 0, 3, MSG_DONTWAIT))).isEqualTo(-Errno.EAGAIN.number());
        assertThat(call(() -> client.sendto(fd, "question".getBytes(), 0, 8, 0, Endpoint.of("192.0.2.2:53"))))
                .isEqualTo(8);
        afterMillis(11);
        assertThat(call(() -> server.ioctl(to, SIOCINQ))).isEqualTo(8);
        assertThat(call(() -> server.recv(to, b, 0, 3, MSG_PEEK | MSG_TRUNC))).isEqualTo(8);
        UdpDatagram into = new UdpDatagram(100);
        assertThat(call(() -> server.recvfrom(to, into, 0))).isEqualTo(8);
        assertThat(into.from().address()).isEqualTo(IpAddress.of("192.0.2.1"));
        assertThat(call(() -> client.connect(fd, Endpoint.of("192.0.2.2:9")))).isZero();
        assertThat(call(() -> client.send(fd, b, 0, 3, 0))).isEqualTo(3);
        afterMillis(21);
        assertThat(call(() -> client.poll(fd, POLLIN) & POLLERR)).isEqualTo(POLLERR);
        assertThat(call(() -> client.recv(fd, b, 0, 3, 0))).isEqualTo(-Errno.ECONNREFUSED.number());
        assertThat(call(() -> client.shutdown(fd, SHUT_RDWR))).isZero();
        assertThat(call(() -> client.recv(fd, b, 0, 3, 0))).isZero();
        assertThat(call(() -> client.send(fd, b, 0, 3, 0))).isEqualTo(-Errno.EPIPE.number());
        assertThat(call(() -> client.listen(fd, 1))).isEqualTo(-Errno.EOPNOTSUPP.number());
        assertThat(call(() -> client.accept(fd))).isEqualTo(-Errno.EOPNOTSUPP.number());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 2, 1, 1", // SOL_SOCKET SO_REUSEADDR
        "1, 1, 9, 1, 1", // SO_KEEPALIVE
        "1, 1, 7, 10000, 20000", // SO_SNDBUF
        "1, 1, 8, 10000, 20000", // SO_RCVBUF
        "1, 1, 8, 1, 2304", // SO_RCVBUF at least
        "1, 1, 8, 100000000, 425984", // SO_RCVBUF at most
        "1, 6, 1, 1, 1", // TCP_NODELAY
        "1, 6, 2, 1000, 1000", // TCP_MAXSEG
        "1, 6, 3, 1, 1", // TCP_CORK
        "1, 6, 4, 60, 60", // TCP_KEEPIDLE
        "1, 6, 5, 10, 10", // TCP_KEEPINTVL
        "1, 6, 6, 3, 3", // TCP_KEEPCNT
        "1, 6, 7, 2, 2", // TCP_SYNCNT
        "1, 6, 8, 5, 5", // TCP_LINGER2
        "1, 6, 18, 7000, 7000", // TCP_USER_TIMEOUT
        "1, 0, 1, 16, 16", // IP_TOS
        "1, 0, 2, 33, 33", // IP_TTL
        "1, 41, 26, 1, 1", // IPV6_V6ONLY
        "1, 41, 67, 40, 40", // IPV6_TCLASS
        "2, 1, 6, 1, 1", // SO_BROADCAST
        "2, 1, 8, 10000, 20000", // SO_RCVBUF
        "2, 0, 2, 9, 9", // IP_TTL
        "2, 0, 11, 1, 1", // IP_RECVERR
        "2, 0, 33, 4, 4", // IP_MULTICAST_TTL
        "2, 41, 19, 0, 0", // IPV6_MULTICAST_LOOP
    })
    void optionsAreKept(int type, int level, int name, int value, int told) {
        int fd = call(() -> client.socket(AF_INET6, type, 0));
        assertThat(call(() -> client.setsockopt(fd, level, name, value))).isZero();
        assertThat(option(client, fd, level, name)).isEqualTo(told);
    }

    @Test
    void wrongOptionsAreErrors() {
        int fd = call(() -> client.socket(AF_INET, SOCK_STREAM, 0));
        assertThat(call(() -> client.setsockopt(fd, IPPROTO_TCP, 999, 1))).isEqualTo(-Errno.ENOPROTOOPT.number());
        assertThat(call(() -> client.setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, 5)))
                .isEqualTo(-Errno.EINVAL.number());
        assertThat(call(() -> client.setsockopt(fd, IPPROTO_IP, IP_TTL, 256))).isEqualTo(-Errno.EINVAL.number());
        assertThat(call(() -> client.getsockopt(fd, 77, 1, new int[1]))).isEqualTo(-Errno.ENOPROTOOPT.number());
        assertThat(call(() -> client.setsockopt(fd, SOL_SOCKET, SO_LINGER, new int[] {1, 5})))
                .isZero();
        int[] linger = new int[2];
        call(() -> client.getsockopt(fd, SOL_SOCKET, SO_LINGER, linger));
        assertThat(linger).containsExactly(1, 5);
        assertThat(call(() -> client.ioctl(fd, 1))).isEqualTo(-Errno.ENOTTY.number());
        assertThat(call(() -> client.socket(1, SOCK_STREAM, 0))).isEqualTo(-Errno.EAFNOSUPPORT.number());
        assertThat(call(() -> client.socket(AF_INET, 3, 0))).isEqualTo(-Errno.ESOCKTNOSUPPORT.number());
        assertThat(call(() -> client.socket(AF_INET, SOCK_STREAM, IPPROTO_UDP)))
                .isEqualTo(-Errno.EPROTONOSUPPORT.number());
        assertThat(call(() -> client.bind(fd, Endpoint.of("[::1]:1")))).isEqualTo(-Errno.EAFNOSUPPORT.number());
        assertThat(call(() -> client.poll(99, POLLIN))).isEqualTo(POLLNVAL);
        assertThat(call(() -> client.shutdown(fd, SHUT_WR))).isEqualTo(-Errno.ENOTCONN.number());
        assertThat(call(() -> client.accept(fd))).isEqualTo(-Errno.EINVAL.number());
    }

    @Test
    void moreToComeHoldsAPartialSegmentBack() throws Exception {
        int listener = listening(AF_INET, "0.0.0.0:80");
        int fd = call(() -> client.socket(AF_INET, SOCK_STREAM, 0));
        call(() -> client.connect(fd, Endpoint.of("192.0.2.2:80")));
        afterMillis(40);
        int peer = call(() -> server.accept(listener));
        call(() -> client.send(fd, b, 0, 10, MSG_MORE));
        afterMillis(50);
        assertThat(call(() -> server.ioctl(peer, SIOCINQ))).isZero();
        assertThat(call(() -> client.ioctl(fd, SIOCOUTQNSD))).isEqualTo(10);
        call(() -> client.send(fd, b, 0, 5, 0));
        afterMillis(11);
        assertThat(call(() -> server.ioctl(peer, SIOCINQ))).isEqualTo(15);
        assertThat(server.tcpInfo(peer)).isNotNull().satisfies(i -> {
            assertThat(i.dataSegmentsIn()).isEqualTo(1);
            assertThat(i.state()).isEqualTo(TcpState.ESTABLISHED);
        });
    }

    private int listening(int domain, String local) {
        int fd = call(() -> server.socket(domain, SOCK_STREAM, 0));
        assertThat(call(() -> server.bind(fd, Endpoint.of(local)))).isZero();
        assertThat(call(() -> server.listen(fd, 5))).isZero();
        assertThat(option(server, fd, SOL_SOCKET, SO_ACCEPTCONN)).isEqualTo(1);
        return fd;
    }

    private int option(SocketCalls calls, int fd, int level, int name) {
        int[] value = new int[1];
        assertThat(call(() -> calls.getsockopt(fd, level, name, value))).isZero();
        return value[0];
    }

    private int call(IntSupplier made) {
        cable.loop.enter();
        try {
            return made.getAsInt();
        } finally {
            cable.loop.leave();
        }
    }

    private void afterMillis(long millis) throws Exception {
        cable.leftSockets.sleep(Duration.ofMillis(millis));
    }
}
