package dev.netrarium.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code netrarium link} between two namespaces: Linux talks to Linux over a cable of ours. */
@Tag("interop")
@Timeout(180)
class LinkCommandInteropTest {
    private static final int FILE_BYTES = 20_000_000;
    private static final Pattern LEAST_ROUND_TRIP = Pattern.compile("rtt min/avg/max/mdev = ([\\d.]+)/");

    @TempDir
    Path folder;

    private LinuxPeer left;
    private LinuxPeer right;

    @BeforeAll
    static void needsPrograms() {
        Lacking.anyOf("ip", "sysctl", "curl", "ping", "python3", "kill");
    }

    @BeforeEach
    void makeNamespaces() throws Exception {
        left = new LinuxPeer();
        right = new LinuxPeer();
    }

    @AfterEach
    void removeNamespaces() throws Exception {
        left.close();
        right.close();
    }

    @Test
    void aRoundTripTakesTheDelaysOfBothWays() throws Exception {
        try (ExternalProgram link = link("--delay=30ms,20ms")) {
            connect(link);
            assertThat(leastRoundTripMillis("10.99.0.2")).isBetween(50.0, 90.0); // a busy machine adds, never takes
            assertThat(leastRoundTripMillis("fd00:99::2")).isBetween(50.0, 90.0);
        }
    }

    @Test
    void aFileComesWholeOverALinkThatLosesReordersAndDoubles() throws Exception {
        String digest = writeFile(folder.resolve("large.bin"));
        try (ExternalProgram link =
                link("--delay=2ms", "--loss=1%", "--reorder=1%", "--duplicate=0.5%", "--rate=500mbit", "--every=0s")) {
            connect(link);
            right.serve("python3", "-m", "http.server", "8080", "--bind", "::", "--directory", folder.toString());
            for (String host : List.of("10.99.0.2", "[fd00:99::2]")) {
                Path got = folder.resolve("got");
                left.require(
                        "curl",
                        "-sS",
                        "--retry-connrefused",
                        "--retry",
                        "20",
                        "--retry-delay",
                        "1",
                        "-o",
                        got.toString(),
                        "http://" + host + ":8080/large.bin");
                assertThat(digestOf(got)).isEqualTo(digest);
            }
            link.interrupt();
            ExternalProgram.Result end = link.join();
            assertThat(end.exitCode()).isEqualTo(128 + 2); // what a shell calls ended by SIGINT
            assertThat(end.out().lines().toList()).hasSize(4);
            assertThat(end.out())
                    .contains(left.device() + " -> " + right.device()
                            + ": delay 2 ms, loss 1 %, reordering 1 %, duplication 0.5 %, rate 500 Mbit/s")
                    .containsPattern("total  " + right.device() + " -> " + left.device()
                            + " +\\d+ frames +[\\d.]+ Mbit/s  \\d+ " + "lost, \\d+ held back, \\d+ doubled");
        }
        assertThat(left.run("ip", "link", "show", left.device()).exitCode())
                .as("the device has vanished")
                .isNotZero();
    }

    @Test
    void itEndsWhenItsTimeIsOverAndTellsWhatPassed() throws Exception {
        ExternalProgram.Result end =
                ExternalProgram.run(words("--rate=10mbit,1mbit", "--queue=50,20", "--for=0.5s", "--every=0.2s"));
        assertThat(end.err()).contains(left.device() + " and " + right.device() + " are ready");
        assertThat(end.out().lines().toList())
                .startsWith(
                        left.device() + " -> " + right.device() + ": rate 10 Mbit/s, queue 50 frames",
                        right.device() + " -> " + left.device() + ": rate 1 Mbit/s, queue 20 frames")
                .hasSizeBetween(6, 8);
        assertThat(end.exitCode()).isZero();
    }

    @Test
    void whatCannotWorkIsToldInASentence() throws Exception {
        try (ExternalProgram first = link()) {
            first.awaitError("are ready");
            ExternalProgram.Result second = ExternalProgram.run(words());
            assertThat(second.err()).contains("Device or resource busy", "another process holds it");
            assertThat(second.exitCode()).isEqualTo(1);

            ExternalProgram.require(List.of("ip", "link", "del", right.device()));
            ExternalProgram.Result end = first.join();
            assertThat(end.err()).contains("The device " + right.device() + " was taken away");
            assertThat(end.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void withoutRightsItSaysWhatIsMissing() throws Exception {
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin"));
        command.addAll(words());
        ExternalProgram.Result end = ExternalProgram.run(command);
        assertThat(end.exitCode()).isEqualTo(1);
        assertThat(end.err()).contains("Operation not permitted (CAP_NET_ADMIN is needed: run as root");
    }

    private void connect(ExternalProgram link) throws Exception {
        link.awaitError("are ready");
        left.adopt();
        right.adopt();
        left.configure("10.99.0.1/24", "fd00:99::1/64");
        right.configure("10.99.0.2/24", "fd00:99::2/64");
    }

    private double leastRoundTripMillis(String to) throws Exception {
        String out = left.require("ping", "-q", "-c", "10", "-i", "0.1", "-w", "20", to);
        Matcher least = LEAST_ROUND_TRIP.matcher(out);
        assertThat(least.find()).as(out).isTrue();
        return Double.parseDouble(least.group(1));
    }

    private ExternalProgram link(String... options) throws Exception {
        return ExternalProgram.start(words(options));
    }

    private List<String> words(String... options) {
        List<String> words = OurCommand.words("link", left.device(), right.device());
        words.addAll(List.of(options));
        return words;
    }

    private static String writeFile(Path file) throws Exception {
        SplittableRandom chance = new SplittableRandom(1);
        byte[] block = new byte[1_000_000];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < FILE_BYTES / block.length; i++) {
                chance.nextBytes(block);
                out.write(block);
            }
        }
        return digestOf(file);
    }

    private static String digestOf(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
