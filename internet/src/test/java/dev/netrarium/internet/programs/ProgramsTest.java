package dev.netrarium.internet.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.world.Lan;
import dev.netrarium.world.Node;
import dev.netrarium.world.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs as a scenario starts them: by name, with options. */
class ProgramsTest {
    private interface Talk {
        void with(TcpSocket server) throws IOException;
    }

    private static void talk(IpFamily family, String program, Map<String, String> options, int port, Talk talk)
            throws IOException {
        try (World world = World.seeded(1)) {
            Lan lan = world.lan("lan", "192.0.2.0/24", "2001:db8::/64");
            Node server = world.host("server").join(lan);
            Node client = world.host("client").join(lan);
            server.start(program, options);
            try (TcpSocket socket = client.sockets().connect(Endpoint.of(server.address(family), port))) {
                talk.with(socket);
            }
        }
    }

    private static String read(TcpSocket socket, int bytes) throws IOException {
        byte[] b = new byte[bytes];
        int got = 0;
        while (got < bytes) {
            int n = socket.read(b, got, bytes - got);
            if (n < 0) {
                break;
            }
            got += n;
        }
        return new String(b, 0, got, StandardCharsets.US_ASCII);
    }

    private static void write(TcpSocket socket, String text) throws IOException {
        byte[] b = text.getBytes(StandardCharsets.US_ASCII);
        socket.write(b, 0, b.length);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void echoSendsBackWhatItGets(IpFamily family) throws IOException {
        talk(family, "echo", Map.of(), 7, server -> {
            write(server, "to and fro");
            assertThat(read(server, 10)).isEqualTo("to and fro");
            server.shutdownOutput();
            assertThat(server.read(new byte[1], 0, 1)).isEqualTo(-1);
        });
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void discardTakesAllAndSaysNothing(IpFamily family) throws IOException {
        talk(family, "discard", Map.of("port", "99"), 99, server -> {
            write(server, "x".repeat(500_000));
            server.shutdownOutput();
            assertThat(server.read(new byte[1], 0, 1)).isEqualTo(-1);
        });
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void chargenTurnsThroughThePrintableCharacters(IpFamily family) throws IOException {
        talk(family, "chargen", Map.of(), 19, server -> {
            String two = read(server, 2 * 74);
            assertThat(two).startsWith(" !\"#$%&'()*+,-./0123456789").contains("\r\n!\"#$%&'");
            assertThat(read(server, 95 * 74).substring(93 * 74, 94 * 74)).isEqualTo(two.substring(0, 74));
        });
    }

    @Test
    void webServesAText() throws IOException {
        talk(IpFamily.IPV4, "web", Map.of("text", "<p>hello"), 80, server -> {
            write(server, "GET / HTTP/1.1\r\nHost: server\r\nConnection: close\r\n\r\n");
            assertThat(read(server, 10_000)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n<p>hello");
        });
    }

    @Test
    void optionsThatAreWrongAreNamed() {
        assertThatThrownBy(() -> new EchoProvider().create(Map.of("prt", "7")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("program echo has no option \"prt\"; it has port");
        assertThatThrownBy(() -> new EchoProvider().create(Map.of("port", "70000")))
                .hasMessage("program echo: port is a port from 1 to 65535, not \"70000\"");
        assertThatThrownBy(() -> new ResolverProvider().create(Map.of()))
                .hasMessage("program resolver needs the option \"root\"");
        assertThatThrownBy(() -> new DnsProvider().create(Map.of("origin", "x.", "file", "no such file")))
                .hasMessage("program dns: cannot read the zone file no such file");
    }
}
