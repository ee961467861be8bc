package dev.netrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.capture.LinkType;
import dev.netrarium.wire.capture.PacketOptions;
import dev.netrarium.wire.capture.PcapngWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DissectSubcommandTest {
    /** A textbook's ARP request, with its padding. */
    private static final byte[] ARP_REQUEST = HexFormat.of()
            .parseHex("ffffffffffff00055d6158a808060001080006040001"
                    + "00055d6158a8c0a80037000000000000c0a80002"
                    + "007731d25010fd7841d30000000000000000");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private Path capture;

    @BeforeEach
    void twoRequestsAQuarterOfASecondApart() throws IOException {
        capture = folder.resolve("two requests.pcapng");
        try (PcapngWriter writer = new PcapngWriter(Files.newOutputStream(capture))) {
            int cable = writer.addInterface("cable", LinkType.ETHERNET);
            writer.write(cable, 5_000_000_000L, ARP_REQUEST, 0, ARP_REQUEST.length);
            writer.write(
                    cable,
                    5_250_000_000L,
                    ARP_REQUEST,
                    0,
                    ARP_REQUEST.length,
                    PacketOptions.NONE.withComment("asked again"));
        }
    }

    @Test
    void eachPacketIsALineWithItsTimeInterfaceAndComment() {
        assertThat(run("dissect", capture.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                    1     0.000000  cable  ARP, Request who-has 192.168.0.2 tell 192.168.0.55, length 46
                    2     0.250000  cable  ARP, Request who-has 192.168.0.2 tell 192.168.0.55, length 46
                      # asked again
                """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void countStopsEarlyAndTreeAndHexShowEveryByte() {
        assertThat(run("dissect", "-c", "1", "-v", "-x", capture.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("Sender IP: 192.168.0.55", "0000  ff ff ff ff ff ff 00 05  5d 61 58 a8 08 06 00 01")
                .doesNotContain("asked again");
    }

    @Test
    void linkShowsWhoTalksToWhom() {
        assertThat(run("dissect", "-e", capture.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("00:05:5d:61:58:a8 > ff:ff:ff:ff:ff:ff");
    }

    @Test
    void packetsBeforeACutAreShownAndTheCutIsAFailure() throws IOException {
        byte[] whole = Files.readAllBytes(capture);
        Path cut = folder.resolve("cut.pcapng");
        Files.write(cut, Arrays.copyOf(whole, whole.length - 30));
        assertThat(run("dissect", cut.toString())).isEqualTo(ExitCode.FAILURE);
        assertThat(out.toString()).contains("0.000000").doesNotContain("0.250000");
        assertThat(err.toString()).contains("netrarium dissect: ", "cut.pcapng", "at byte");
    }

    @Test
    void whatIsNoCaptureIsNamed() throws IOException {
        Path letter = Files.writeString(folder.resolve("letter"), "Dear reader");
        assertThat(run("dissect", letter.toString())).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("letter", "not a capture");
        assertThat(run("dissect", folder.resolve("gone").toString())).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("No such file: ", "gone");
    }

    @Test
    void aNegativeCountIsAUsageError() {
        assertThat(run("dissect", "-c", "-1", capture.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("-c -1");
    }

    private int run(String... args) {
        PrintWriter outWriter = new PrintWriter(out);
        int exitCode = CommandShell.run(new NetrariumCommand(), outWriter, new PrintWriter(err, true), args);
        outWriter.flush();
        return exitCode;
    }
}
