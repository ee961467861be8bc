package dev.netrarium.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.EchoResult;
import dev.netrarium.stack.sockets.EchoSocket;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ping, either way. */
@Tag("interop")
@Timeout(120)
class PingInteropTest {
    @BeforeAll
    static void needsPrograms() {
        Lacking.anyOf("ip", "sysctl", "ping");
    }

    @ParameterizedTest
    @EnumSource
    void aThousandPingsOfTheKernelAreAnswered(IpFamily family) throws Exception {
        try (KernelAndHost both = new KernelAndHost()) {
            ExternalProgram.Result ping =
                    both.kernel.run("ping", "-q", "-c", "1000", "-i", "0.002", "-w", "30", KernelAndHost.host(family));
            assertThat(ping.out()).contains("1000 packets transmitted, 1000 received, 0% packet loss");
        }
    }

    @ParameterizedTest
    @EnumSource
    void pingsWithFragmentsAreAnsweredToo(IpFamily family) throws Exception {
        try (KernelAndHost both = new KernelAndHost()) {
            ExternalProgram.Result ping = both.kernel.run(
                    "ping", "-q", "-c", "20", "-i", "0.01", "-s", "20000", "-w", "30", KernelAndHost.host(family));
            assertThat(ping.out()).contains("20 packets transmitted, 20 received, 0% packet loss");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theKernelAnswersOurPings(IpFamily family) throws Exception {
        IpAddress kernel = IpAddress.of(KernelAndHost.kernel(family));
        try (KernelAndHost both = new KernelAndHost();
                EchoSocket socket = both.host.sockets().echo(family)) {
            for (int sequence = 1; sequence <= 1000; sequence++) {
                byte[] data = {(byte) sequence, (byte) (sequence >> 8), 3, 4};
                socket.send(kernel, sequence, data);
                EchoResult result = socket.receive(both.world.now() + 10_000_000_000L);
                assertThat(result).isInstanceOfSatisfying(EchoResult.Reply.class, reply -> {
                    assertThat(reply.from()).isEqualTo(kernel);
                    assertThat(reply.data()).isEqualTo(data);
                });
                assertThat(result.sequence()).isEqualTo(sequence);
            }
        }
    }
}
