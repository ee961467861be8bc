package dev.netrarium.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.internet.programs.SmallService;
import dev.netrarium.internet.programs.WebServer;
import dev.netrarium.stack.sockets.EchoSocket;
import dev.netrarium.web.handlers.StaticFiles;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.world.Capture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tshark thinks of a talk between us and the kernel. */
@Tag("interop")
@Timeout(120)
class CaptureInteropTest {
    /** What tshark calls malformed when a segment comes twice, after it was put together, says nothing of the segment. */
    private static final String CAME_TWICE = "(tcp.analysis.retransmission || tcp.analysis.fast_retransmission"
            + " || tcp.analysis.spurious_retransmission || tcp.analysis.out_of_order)";

    private static final String BAD = "tcp.checksum.status == 0 || udp.checksum.status == 0 || ip.checksum.status == 0"
            + " || icmp.checksum.status == 0 || icmpv6.checksum.status == 0"
            + " || ((_ws.malformed || _ws.expert.severity == error) && !" + CAME_TWICE + ")";

    @TempDir
    Path folder;

    @BeforeAll
    static void needsPrograms() {
        Lacking.anyOf("ip", "sysctl", "curl", "ping", "traceroute", "bash", "tshark");
    }

    @Test
    void tsharkFindsNoMalformedPacketAndNoBadChecksum() throws Exception {
        Files.writeString(folder.resolve("page.html"), "<p>all is well\n".repeat(3000));
        Path file = folder.resolve("talk.pcapng");
        try (KernelAndHost both = new KernelAndHost();
                Capture capture = both.world.capture(both.cable.inside()).to(file)) {
            both.serve(80, new WebServer(80, new StaticFiles(folder)));
            both.serve(7, new SmallService(SmallService.Kind.ECHO, 7));
            both.makeCableBad();
            for (IpFamily family : IpFamily.values()) {
                talk(both, family);
            }
        }
        assertThat(tshark(file, "tcp.port == 80 && http.response.code == 200")).hasSize(2);
        assertThat(tshark(file, "udp && icmp.type == 3 || udp && icmpv6.type == 1"))
                .isNotEmpty();
        assertThat(tshark(file, "icmpv6.type == 136")).isNotEmpty();
        assertThat(tshark(file, "arp.opcode == 2")).isNotEmpty();
        assertThat(tshark(file, BAD)).isEmpty();
    }

    private static void talk(KernelAndHost both, IpFamily family) throws Exception {
        String host = KernelAndHost.host(family);
        both.kernel.run("ping", "-q", "-c", "20", "-i", "0.01", "-s", "3000", "-w", "5", host);
        both.kernel.require("curl", "-sS", "-o", "/dev/null", "http://" + KernelAndHost.inUrl(host) + "/page.html");
        both.kernel.run("curl", "-sS", "http://" + KernelAndHost.inUrl(host) + ":81/");
        both.kernel.run("traceroute", "-n", "-q", "5", "-w", "1", "-m", "2", host);
        String echo = "exec 3<>/dev/tcp/" + host + "/7; echo hello >&3; read -r line <&3; echo $line";
        assertThat(both.kernel.require("bash", "-c", echo)).isEqualTo("hello\n");
        try (EchoSocket socket = both.host.sockets().echo(family)) {
            socket.send(IpAddress.of(KernelAndHost.kernel(family)), 1, new byte[5000]);
            // Fragments over a bad line: it may get lost, and what counts is what is on the wire.
            both.host.sockets().sleep(java.time.Duration.ofMillis(100));
        }
    }

    private static List<String> tshark(Path file, String filter) throws Exception {
        String out = ExternalProgram.require(List.of(
                "tshark",
                "-n",
                "-r",
                file.toString(),
                "-o",
                "tcp.check_checksum:TRUE",
                "-o",
                "udp.check_checksum:TRUE",
                "-o",
                "ip.check_checksum:TRUE",
                "-Y",
                filter));
        return out.lines().toList();
    }
}
