package dev.netrarium.wire.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.netrarium.wire.Frames;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wireshark's own reader opens what we write. Skipped where there is no tshark; in CI (the variable CI is set) it fails. */
class TsharkTest {
    private static final long TIME_LIMIT_SECONDS = 60;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeACapture() throws Exception {
        boolean there = List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path, "tshark")));
        if (!there && System.getenv("CI") != null) {
            fail("tshark is not installed: apt-get install tshark");
        } else if (!there) {
            abort("SKIPPED: tshark is not installed, so that our captures were not opened by Wireshark's reader");
        }
        file = folder.resolve("capture.pcapng");
        try (PcapngWriter writer = new PcapngWriter(new BufferedOutputStream(Files.newOutputStream(file)), "seed 42")) {
            int laptop = writer.addInterface("laptop.eth0", LinkType.ETHERNET);
            int router = writer.addInterface("router.eth1", "to the ISP", LinkType.ETHERNET, 0);
            long time = 1_700_000_000_123_456_789L;
            for (byte[] frame : Frames.ofEveryKind().values()) {
                PacketOptions options = PacketOptions.NONE
                        .withPacketId(time % 1000)
                        .withComment("frame of " + frame.length + " bytes")
                        .withDirection(PacketOptions.Direction.INBOUND);
                writer.write(laptop, time, frame, 0, frame.length, options);
                writer.write(router, time + 1, frame, 0, frame.length);
                time += 2;
            }
            writer.write(router, time, Frames.TFTP_READ_REQUEST, 0, Frames.TFTP_READ_REQUEST.length);
        }
    }

    @Test
    void namesCommentsAndNanosecondsArrive() throws Exception {
        List<String> lines = tshark(
                "-T",
                "fields",
                "-E",
                "separator=|",
                "-e",
                "frame.interface_name",
                "-e",
                "frame.time_epoch",
                "-e",
                "frame.comment",
                "-e",
                "frame.packet_id");
        assertThat(lines)
                .startsWith(
                        "laptop.eth0|1700000000.123456789|frame of 60 bytes|789",
                        "router.eth1|1700000000.123456790||",
                        "laptop.eth0|1700000000.123456791|frame of 60 bytes|791")
                .hasSize(2 * Frames.ofEveryKind().size() + 1);
    }

    @Test
    void noPacketIsMalformedAndNoChecksumIsBad() throws Exception {
        assertThat(tshark(
                        "-o",
                        "ip.check_checksum:TRUE",
                        "-o",
                        "tcp.check_checksum:TRUE",
                        "-o",
                        "udp.check_checksum:TRUE",
                        "-Y",
                        "_ws.malformed or ip.checksum.status == 0 or tcp.checksum.status == 0"
                                + " or udp.checksum.status == 0 or icmp.checksum.status == 0"
                                + " or icmpv6.checksum.status == 0"))
                .isEmpty();
    }

    private List<String> tshark(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("tshark ended in time")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readAllLines(out);
    }
}
