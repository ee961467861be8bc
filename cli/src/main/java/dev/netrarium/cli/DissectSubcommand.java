package dev.netrarium.cli;

import dev.netrarium.wire.capture.CaptureReader;
import dev.netrarium.wire.capture.CapturedPacket;
import dev.netrarium.wire.dissect.Dissection;
import dev.netrarium.wire.dissect.PacketDissector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code netrarium dissect FILE}: what the packets of a capture say, a line each, or as trees and hexdumps. */
@Command(
        name = "dissect",
        description = "Print the packets of a capture (pcapng or pcap).",
        footer = {
            "  netrarium dissect trace.pcapng          a line for each packet",
            "  netrarium dissect -v -c 1 trace.pcapng  all fields of the first packet",
            "  tcpdump -w - | netrarium dissect -      what another program captures",
        })
final class DissectSubcommand extends Subcommand {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    @Parameters(paramLabel = "FILE", description = "The capture; - is standard input.")
    Path file = Path.of("-");

    @Option(
            names = {"-v", "--verbose"},
            description = "Print each packet as a tree of layers and fields.")
    boolean tree;

    @Option(
            names = {"-x", "--hex"},
            description = "Print each packet's bytes.")
    boolean hex;

    @Option(
            names = {"-e", "--link"},
            description = "Show link addresses in the line.")
    boolean link;

    @Option(
            names = {"-c", "--count"},
            paramLabel = "N",
            description = "Stop after N packets.")
    long count = Long.MAX_VALUE;

    @Override
    int run() throws IOException {
        if (count < 0) {
            throw usageError("-c " + count + ": a number of packets is not negative.");
        }
        try (CaptureReader capture = CaptureReader.open(open())) {
            print(capture);
        } catch (FileSystemException told) {
            throw told;
        } catch (IOException e) {
            throw new CommandFailure(name() + ": " + e.getMessage(), e);
        }
        return ExitCode.OK;
    }

    private InputStream open() throws IOException {
        return isStandardInput() ? System.in : Files.newInputStream(file);
    }

    private boolean isStandardInput() {
        return file.toString().equals("-");
    }

    private String name() {
        return isStandardInput() ? "standard input" : file.toString();
    }

    private void print(CaptureReader capture) throws IOException {
        PacketDissector dissector = PacketDissector.load();
        long firstNanos = 0;
        for (long number = 1; number <= count; number++) {
            CapturedPacket packet = capture.next();
            if (packet == null) {
                return;
            }
            if (number == 1) {
                firstNanos = packet.timestampNanos();
            }
            print(number, packet.timestampNanos() - firstNanos, packet, dissector.dissect(packet));
        }
    }

    private void print(long number, long sinceFirstNanos, CapturedPacket packet, Dissection dissection) {
        StringBuilder line = new StringBuilder(String.format("%5d %12s  ", number, seconds(sinceFirstNanos)));
        if (!packet.captureInterface().name().isEmpty()) {
            line.append(packet.captureInterface().name()).append("  ");
        }
        line.append(link ? dissection.summaryWithLink() : dissection.summary());
        if (!dissection.notes().isEmpty()) {
            line.append("  [").append(String.join("; ", dissection.notes())).append(']');
        }
        out().println(line);
        packet.comment().lines().forEach(comment -> out().println("      # " + comment));
        if (tree) {
            out().print(dissection.tree().indent(6));
        }
        if (hex) {
            out().print(dissection.hexdump().indent(6));
        }
    }

    /** Seconds since the first packet, to the microsecond; a packet out of order may be before it. */
    private static String seconds(long nanos) {
        long micros = Math.abs(nanos / NANOS_PER_MICRO);
        return String.format("%s%d.%06d", nanos < 0 ? "-" : "", micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
    }
}
