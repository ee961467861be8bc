package dev.netrarium.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.world.World;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the kernel's loopback cannot show: names, lost packets, interrupts; and that the kernel has no part in it. */
@Timeout(60)
class FactoriesTest {
    private final Ground.Netrarium ground = new Ground.Netrarium(World.seeded(7));
    private final SocketFactory factory = ground.clients();

    @AfterEach
    void end() {
        ground.close();
    }

    @Test
    void namesAreResolvedByTheHost() throws Exception {
        ServerSocket listener = ground.servers().createServerSocket(80);
        ground.start(() -> {
            for (int i = 0; i < 3; i++) {
                Socket socket = listener.accept();
                socket.getOutputStream().write(i);
                socket.close();
            }
        });
        Socket byFactory = factory.createSocket("server", 80);
        assertThat(byFactory.getInetAddress().getHostName()).isEqualTo("server");
        assertThat(byFactory.getInputStream().read()).isZero();
        Socket unresolved = factory.createSocket();
        unresolved.connect(InetSocketAddress.createUnresolved("server", 80));
        assertThat(unresolved.getInputStream().read()).isEqualTo(1);
        Socket bound = factory.createSocket("server", 80, InetAddress.getByName("192.0.2.2"), 7777);
        assertThat(bound.getLocalPort()).isEqualTo(7777);
        assertThat(bound.getInputStream().read()).isEqualTo(2);

        assertThatThrownBy(() -> factory.createSocket("nobody.example", 80))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("nobody.example");
        Socket failed = factory.createSocket();
        assertThatThrownBy(() -> failed.connect(InetSocketAddress.createUnresolved("999.1.2.3", 80)))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("999.1.2.3");
        assertThat(failed.isClosed()).isTrue();
    }

    @Test
    void aConnectTimesOutInTheWorldsTime() throws Exception {
        ground.lan.loss(1);
        long before = ground.world.now();
        Socket socket = factory.createSocket();
        assertThatThrownBy(() -> socket.connect(new InetSocketAddress(ground.serverAddress(), 80), 2000))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("Connect timed out");
        assertThat(ground.world.now() - before).isEqualTo(Duration.ofSeconds(2).toNanos());
        assertThat(socket.isClosed()).isTrue();
        assertThatThrownBy(() -> factory.createSocket(ground.serverAddress(), 80))
                .isInstanceOf(NoRouteToHostException.class)
                .hasMessage("No route to host"); // nobody answers ARP
    }

    @Test
    void anInterruptClosesTheSocketOfABlockedThread() throws Exception {
        ServerSocket listener = ground.servers().createServerSocket(80);
        Socket socket = factory.createSocket(ground.serverAddress(), 80);
        DatagramSocket datagrams = ground.datagrams(true);
        ground.sleep(Duration.ofMillis(10));
        for (Ground.Body blocked : new Ground.Body[] {
            () -> socket.getInputStream().read(),
            () -> listenAndAccept(),
            () -> datagrams.receive(new DatagramPacket(new byte[1], 1))
        }) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(blocked::run).isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThatThrownBy(() -> socket.getInputStream().read()).hasMessage("Socket closed");
        assertThat(listener.isClosed()).isFalse();
    }

    private void listenAndAccept() throws IOException {
        ground.servers().createServerSocket(81).accept();
    }

    @Test
    void noKernelSocketIsOpened() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(descriptors), "needs Linux's /proc");
        long before = kernelSockets(descriptors);
        ServerSocket listener = ground.servers().createServerSocket(80);
        Socket socket = factory.createSocket(ground.serverAddress(), 80);
        Socket accepted = listener.accept();
        DatagramSocket datagrams = ground.datagrams(true);
        assertThat(kernelSockets(descriptors)).isEqualTo(before);
        assertThat(ground.server.host().tcp().sockets()).hasSize(2);
        for (AutoCloseable open : new AutoCloseable[] {socket, accepted, listener, datagrams}) {
            open.close();
        }
        assertThat(ground.client.host().udp().sockets()).isEmpty();
    }

    @Test
    void aResolverThatIsInterruptedEndsTheCall() {
        NetrariumSocketFactory waiting = new NetrariumSocketFactory(ground.client.sockets(), name -> {
            throw new InterruptedException();
        });
        assertThatThrownBy(() -> waiting.createSocket("server", 80)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static long kernelSockets(Path descriptors) throws IOException {
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(fd -> {
                        try {
                            return Files.readSymbolicLink(fd).toString().startsWith("socket:");
                        } catch (IOException e) {
                            return false; // closed meanwhile
                        }
                    })
                    .count();
        }
    }
}
