package dev.netrarium.cli;

import static dev.netrarium.cli.CommandRun.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.cli.tools.Toolbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How tools are chosen, ordered and ended; what each of them prints is in its own test. */
class OnSubcommandTest {
    private static final String HOSTS =
            "home-router, isp, core1, core2, laptop, phone, resolver, a.root, a.gtld, ns1, www";

    @Test
    void anUnknownHostIsToldWithThoseThereAre() {
        CommandRun.of("on", "lapto", "ping", "www")
                .fails(
                        ExitCode.USAGE,
                        "netrarium on: There is no host \"lapto\". There are: " + HOSTS
                                + ".\nSee netrarium on --help.\n");
    }

    @Test
    void withoutAHostOrAToolItSaysWhichThereAre() {
        CommandRun.of("on")
                .fails(ExitCode.USAGE, "netrarium on: Name a host: " + HOSTS + ".\nSee netrarium on --help.\n");
        assertThat(CommandRun.of("on", "laptop").err()).contains("Name a tool: ping, traceroute, dig, curl");
    }

    @Test
    void anUnknownToolBringsASuggestion() {
        CommandRun.of("on", "laptop", "pong")
                .fails(
                        ExitCode.USAGE,
                        "netrarium on: There is no tool \"pong\". Did you mean ping?\nSee netrarium on --help.\n");
        assertThat(CommandRun.of("on", "laptop", "frobnicate").err()).contains("There are: ping, traceroute");
    }

    @Test
    void aToolsWrongOptionIsAUsageErrorAndNothingRuns() {
        CommandRun run = CommandRun.of("on", "laptop", "ping", "-c", "1", "phone", "--", "ss", "-Z");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("ss: Unknown option: '-Z' (see netrarium on laptop ss --help)");
    }

    static List<String> tools() {
        return Toolbox.names();
    }

    @ParameterizedTest
    @MethodSource("tools")
    void everyToolHasHelpWithExamples(String tool) {
        CommandRun run = CommandRun.of("on", "laptop", tool, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: " + tool).contains("Examples:", "\n  " + tool);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void toolsRunOneAfterTheOtherInOneWorld() {
        on("laptop arp -a -- ping -c 1 -q 192.168.1.1 -- arp -a").prints("""
                        PING 192.168.1.1 (192.168.1.1) 56(84) bytes of data.

                        --- 192.168.1.1 ping statistics ---
                        1 packets transmitted, 1 received, 0% packet loss, time 0ms
                        rtt min/avg/max/mdev = 0.085/0.085/0.085/0.000 ms
                        home-router (192.168.1.1) at 02:00:00:01:00:00 [ether] on eth0
                        """);
    }

    @Test
    void aToolMayNameAnotherHost() {
        on("laptop sysctl net.ipv4.ip_forward -- on home-router sysctl net.ipv4.ip_forward")
                .prints("net.ipv4.ip_forward = 0\nnet.ipv4.ip_forward = 1\n");
    }

    @Test
    void theFirstFailureIsTheExitCodeAndTheOthersRunAllTheSame() {
        CommandRun run = on("laptop curl -s http://www.server.com:81/ -- ping -q -c 1 phone -- telnet www 81");
        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.out()).contains("1 received", "Trying 192.0.2.80...");
    }

    @Test
    void oneSeedTellsOneStoryAndAnotherSeedAnother() {
        String[] words = {"on", "--seed", "3", "--loss", "20%", "laptop", "ping", "-c", "20", "-q", "192.0.2.80"};
        CommandRun once = CommandRun.of(words);
        assertThat(CommandRun.of(words)).isEqualTo(once);
        words[2] = "4";
        assertThat(CommandRun.of(words).out()).isNotEqualTo(once.out());
    }

    @Test
    void theAccessLinkCanBeSlowOrCut() {
        assertThat(CommandRun.of("on", "--delay", "100ms", "laptop", "ping", "-q", "-c", "1", "203.0.113.1")
                        .out())
                .contains("min/avg/max/mdev = 400.");
        assertThat(CommandRun.of("on", "--cut", "laptop", "ping", "-c", "1", "203.0.113.1")
                        .out())
                .contains("From 203.0.113.2 icmp_seq=1 Destination Host Unreachable");
    }

    @Test
    void aScenarioIsAWorldToo(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("two.yaml"), RunSubcommandTest.TWO_HOSTS);
        CommandRun.of("on", "--scenario", file.toString(), "user", "ping", "-c", "1", "server")
                .prints("""
                        PING server (192.0.2.2) 56(84) bytes of data.
                        64 bytes from server (192.0.2.2): icmp_seq=1 ttl=64 time=20.0 ms

                        --- server ping statistics ---
                        1 packets transmitted, 1 received, 0% packet loss, time 0ms
                        rtt min/avg/max/mdev = 20.000/20.000/20.000/0.000 ms
                        """);
        assertThat(CommandRun.of("on", "--scenario", file.toString(), "--loss", "1%", "user", "ss")
                        .err())
                .contains("are about the default world");
        assertThat(CommandRun.of("on", "--scenario", folder + "/none.yaml", "user", "ss")
                        .err())
                .contains("netrarium on: No such file: ");
    }
}
