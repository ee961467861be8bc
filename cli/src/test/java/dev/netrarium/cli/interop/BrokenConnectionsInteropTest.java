package dev.netrarium.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.internet.programs.SmallService;
import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv6Address;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closed ports, and peers that die in the middle: each side says so in its own words, and nothing is left behind. */
@Tag("interop")
@Timeout(120)
class BrokenConnectionsInteropTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @BeforeAll
    static void needsPrograms() {
        Lacking.anyOf("ip", "sysctl", "curl", "bash");
    }

    @ParameterizedTest
    @EnumSource
    void curlToAClosedPortSaysConnectionRefused(IpFamily family) throws Exception {
        try (KernelAndHost both = new KernelAndHost()) {
            String url = "http://" + KernelAndHost.inUrl(KernelAndHost.host(family)) + ":81/";
            ExternalProgram.Result curl = both.kernel.run("curl", "-sSv", "--max-time", "20", url);
            assertThat(curl.exitCode()).isEqualTo(7); // curl: failed to connect
            assertThat(curl.err()).contains("Connection refused");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ourClientToAClosedPortOfTheKernelSaysConnectionRefused(IpFamily family) throws Exception {
        try (KernelAndHost both = new KernelAndHost()) {
            assertThatThrownBy(() ->
                            both.host.sockets().connect(Endpoint.of(IpAddress.of(KernelAndHost.kernel(family)), 81)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("Connection refused");
            assertThat(both.connections()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReaderThatIsKilledLeavesNoConnectionBehind(IpFamily family) throws Exception {
        try (KernelAndHost both = new KernelAndHost()) {
            both.serve(19, new SmallService(SmallService.Kind.CHARGEN, 19));
            try (ExternalProgram reader = both.kernel.start("bash", "-c", sleeperOn(19, family))) {
                assertThat(both.awaitConnections(1, 1, PATIENCE)).hasSize(1);
                both.world.run(Duration.ofMillis(200)); // its window fills up
                reader.kill();
                assertThat(both.awaitConnections(0, 0, PATIENCE)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatVanishesWhileWeSendIsGivenUp(IpFamily family) throws Exception {
        try (KernelAndHost both = new KernelAndHost()) {
            both.host.host().sysctl().set("net.ipv4.tcp_retries2", "3");
            both.serve(19, new SmallService(SmallService.Kind.CHARGEN, 19));
            try (ExternalProgram reader = both.kernel.start("bash", "-c", readerOf(19, family))) {
                assertThat(both.awaitConnections(1, 1, PATIENCE)).hasSize(1);
                both.world.run(Duration.ofMillis(200));
                both.cable.cut();
                assertThat(both.awaitConnections(0, 0, PATIENCE)).isEmpty();
                reader.kill();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatVanishesWhileWeWaitForItIsFoundByKeepAlive(IpFamily family) throws Exception {
        TcpSettings keepAlive = TcpSettings.DEFAULT.withKeepAlive(true).withKeepAliveSchedule(1, 1, 3);
        try (KernelAndHost both = new KernelAndHost();
                TcpServerSocket listener =
                        both.host.sockets().listen(Endpoint.of(Ipv6Address.ANY, 4000), 1, keepAlive);
                ExternalProgram client = both.kernel.start("bash", "-c", sleeperOn(4000, family))) {
            try (TcpSocket socket = listener.accept()) {
                both.cable.cut();
                assertThatThrownBy(() -> socket.read(new byte[10], 0, 10))
                        .isInstanceOf(IOException.class)
                        .hasMessage("Connection timed out");
            }
            assertThat(both.awaitConnections(0, 0, PATIENCE)).isEmpty();
            client.kill();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIsKilledWhileWeReadEndsOurConnection(IpFamily family) throws Exception {
        try (KernelAndHost both = new KernelAndHost();
                TcpServerSocket listener = both.host.sockets().listen(4000);
                ExternalProgram sender = both.kernel.start("bash", "-c", senderTo(4000, family))) {
            long got = 0;
            try (TcpSocket socket = listener.accept()) {
                byte[] buffer = new byte[1 << 16];
                while (true) {
                    int n = socket.read(buffer, 0, buffer.length);
                    if (n < 0) {
                        break; // the kernel closes for the dead: all that it had taken from it arrives, then the end
                    }
                    got += n;
                    if (got > 10_000_000) {
                        sender.kill();
                    }
                }
            }
            assertThat(got).isGreaterThan(10_000_000);
            // Who closes first keeps TIME-WAIT: the kernel did. We are done when it has acknowledged our FIN.
            assertThat(both.awaitConnections(0, 0, PATIENCE)).isEmpty();
        }
    }

    private static String sleeperOn(int port, IpFamily family) {
        return "exec 3<>/dev/tcp/" + KernelAndHost.host(family) + "/" + port + "; exec sleep 50 <&3";
    }

    private static String senderTo(int port, IpFamily family) {
        return "exec 3<>/dev/tcp/" + KernelAndHost.host(family) + "/" + port + "; exec cat </dev/zero >&3";
    }

    private static String readerOf(int port, IpFamily family) {
        return "exec 3<>/dev/tcp/" + KernelAndHost.host(family) + "/" + port + "; exec cat <&3 >/dev/null";
    }
}
