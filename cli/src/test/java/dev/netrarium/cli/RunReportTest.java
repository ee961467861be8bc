package dev.netrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.world.Lan;
import dev.netrarium.world.Node;
import dev.netrarium.world.Trace;
import dev.netrarium.world.World;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunReportTest {
    private final List<String> lines = new ArrayList<>();
    private final RunReport report = new RunReport(lines::add);

    @Test
    void statesDropsAndProgramsAreToldLineByLine() throws IOException, InterruptedException {
        try (World world = World.seeded(1);
                Trace trace = world.trace(report)) {
            Lan lan = world.lan("net", "192.0.2.0/24").delay(Duration.ofMillis(5));
            Node server = world.host("server").join(lan);
            Node user = world.host("user").join(lan);
            server.start("once", context -> {
                try (TcpServerSocket listening = context.sockets().listen(7)) {
                    listening.accept().close();
                }
            });
            world.at(Duration.ofMillis(1), () -> lan.cut());
            world.at(Duration.ofMillis(500), () -> lan.heal());
            try (TcpSocket socket = user.sockets().connect(Endpoint.of("192.0.2.1:7"))) {
                assertThat(socket.read(new byte[1], 0, 1)).isNegative();
            }
            world.run(Duration.ofSeconds(1));
            assertThat(trace.discarded()).isZero();
        }
        assertThat(lines)
                .contains("0.000000  server: program once begins")
                .anyMatch(line -> line.contains("dropped: "))
                .anyMatch(line -> line.matches("\\d\\.\\d{6}  user: eth0: neighbour 192\\.0\\.2\\.1 is \\w+.*"))
                .anyMatch(line -> line.matches("\\d\\.\\d{6}  user: TCP .* → .*"))
                .anyMatch(line -> line.endsWith("  server: program once ends"));
        assertThat(report.framesSent()).isGreaterThan(8);
        assertThat(report.summary().getFirst())
                .matches("\\d+ frames sent \\(\\d+ bytes\\), \\d+ delivered, \\d+ dropped on wires");
    }
}
