package dev.netrarium.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code netrarium tap} as a user runs it: a process of its own, here inside of the namespace. */
@Tag("interop")
@Timeout(180)
class TapCommandInteropTest {
    @TempDir
    Path folder;

    private LinuxPeer kernel;

    @BeforeAll
    static void needsPrograms() {
        Lacking.anyOf("ip", "sysctl", "curl", "ping", "traceroute", "tshark", "nginx");
    }

    @BeforeEach
    void makeNamespace() throws Exception {
        kernel = new LinuxPeer();
    }

    @AfterEach
    void removeNamespace() throws Exception {
        kernel.close();
    }

    @Test
    void tracerouteSeesBothRoutersOfAChainAndCurlReachesTheHostBehindThem() throws Exception {
        Files.writeString(folder.resolve("index.html"), "behind two routers\n");
        Path capture = folder.resolve("tap.pcapng");
        try (ExternalProgram tap = tap(
                "--via=10.99.1.2/24,fd00:99:1::2/64",
                "--via=10.99.2.2/24,fd00:99:2::2/64",
                "--address=10.99.3.80/24,fd00:99:3::80/64",
                "--gateway=10.99.1.1,fd00:99:1::1",
                "--pcap=" + capture,
                "--serve=http=80:" + folder)) {
            tap.awaitError("is ready");
            kernel.configure("10.99.1.1/24", "fd00:99:1::1/64");
            kernel.require("ip", "route", "add", "default", "via", "10.99.1.2");
            kernel.require("ip", "-6", "route", "add", "default", "via", "fd00:99:1::2");

            assertThat(hops("10.99.3.80")).containsExactly("10.99.1.2", "10.99.2.2", "10.99.3.80");
            assertThat(hops("fd00:99:3::80")).containsExactly("fd00:99:1::2", "fd00:99:2::2", "fd00:99:3::80");
            assertThat(kernel.require("curl", "-sS", "http://10.99.3.80/")).isEqualTo("behind two routers\n");
            assertThat(kernel.require("curl", "-sS", "http://[fd00:99:3::80]/")).isEqualTo("behind two routers\n");

            tap.terminate();
            ExternalProgram.Result end = tap.join();
            assertThat(end.exitCode()).isEqualTo(128 + 15); // what a shell calls ended by SIGTERM
            assertThat(end.out()).isEmpty();
            assertThat(end.err().lines()).hasSize(1);
        }
        assertThat(kernel.run("ip", "link", "show", kernel.device()).exitCode())
                .as("the device has vanished")
                .isNotZero();
        assertThat(ExternalProgram.require(List.of("tshark", "-n", "-r", capture.toString(), "-Y", "http")))
                .contains("GET / HTTP/1.1", "HTTP/1.1 200 OK");
    }

    @Test
    void toolsRunOnAHostBehindAPersistentDevice() throws Exception {
        kernel.require("ip", "tuntap", "add", "dev", kernel.device(), "mode", "tap");
        kernel.configure("10.99.0.1/24", "fd00:99::1/64");

        ExternalProgram.Result ping = runTap("--address=10.99.0.80/24", "ping", "-c", "2", "10.99.0.1");
        assertThat(ping.err()).contains("is ready");
        assertThat(ping.out()).contains("64 bytes from 10.99.0.1: icmp_seq=1 ttl=64", "2 received");
        assertThat(ping.exitCode()).isZero();

        ExternalProgram.Result refused = runTap("--address=fd00:99::80/64", "curl", "http://[fd00:99::1]:81/");
        assertThat(refused.err()).contains("Failed to connect to fd00:99::1 port 81");
        assertThat(refused.exitCode()).isEqualTo(7); // curl: failed to connect
    }

    @Test
    void whatCannotWorkIsToldInASentence() throws Exception {
        try (ExternalProgram first = tap("--address=10.99.0.80/24", "--serve=echo=7")) {
            first.awaitError("is ready");
            ExternalProgram.Result second = runTap("--address=10.99.0.81/24", "--serve=echo=7");
            assertThat(second.err()).contains("Device or resource busy", "another process holds it");
            assertThat(second.exitCode()).isEqualTo(1);

            kernel.require("ip", "link", "del", kernel.device());
            ExternalProgram.Result end = first.join();
            assertThat(end.err()).contains("was taken away");
            assertThat(end.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void withoutRightsItSaysWhatIsMissing() throws Exception {
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin"));
        command.addAll(command("--address=10.99.0.80/24", "--serve=echo=7"));
        ExternalProgram.Result end = kernel.run(command.toArray(String[]::new));
        assertThat(end.exitCode()).isEqualTo(1);
        assertThat(end.err()).contains("Operation not permitted (CAP_NET_ADMIN is needed: run as root");
    }

    /** The addresses that traceroute sees, hop by hop. */
    private List<String> hops(String to) throws Exception {
        return kernel.require("traceroute", "-n", "-q", "1", "-w", "3", "-m", "6", to)
                .lines()
                .skip(1)
                .map(line -> line.strip().split("\\s+")[1])
                .toList();
    }

    private ExternalProgram tap(String... options) throws Exception {
        return kernel.start(command(options).toArray(String[]::new));
    }

    private ExternalProgram.Result runTap(String... options) throws Exception {
        return kernel.run(command(options).toArray(String[]::new));
    }

    private List<String> command(String... options) {
        List<String> command = OurCommand.words("tap", "--dev=" + kernel.device());
        command.addAll(List.of(options));
        return command;
    }
}
