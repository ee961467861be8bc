package dev.netrarium.web.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.dissect.Dissection;
import dev.netrarium.wire.dissect.Layer;
import dev.netrarium.wire.dissect.PacketDissector;
import dev.netrarium.wire.dissect.Selector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** HTTP as a capture shows it, found through the service registry. */
class Http1DissectorTest {
    private static final int TCP = 6;

    private final PacketDissector dissector = PacketDissector.load();

    private Dissection segment(int port, byte[] data) {
        byte[] packet = new byte[TcpHeader.BYTES + data.length];
        packet[2] = (byte) (port >> 8);
        packet[3] = (byte) port;
        packet[1] = 9;
        packet[12] = 5 << 4;
        System.arraycopy(data, 0, packet, TcpHeader.BYTES, data.length);
        return dissector.dissect(Selector.ipProtocol(TCP), packet, 0, packet.length);
    }

    private Dissection segment(int port, String data) {
        return segment(port, data.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aRequestShowsItsLineAndFields() {
        Dissection packet = segment(80, "GET /a HTTP/1.1\r\nHost: www.server.com\r\nAccept:*/*\r\n\r\n");
        assertThat(packet.summary()).endsWith(": HTTP: GET /a HTTP/1.1");
        Layer http = packet.layer("HTTP").orElseThrow();
        assertThat(http.value("Request line")).hasValue("GET /a HTTP/1.1");
        assertThat(http.value("Host")).hasValue("www.server.com");
        assertThat(http.value("Accept")).hasValue("*/*");
        assertThat(http.notes()).isEmpty();
    }

    @Test
    void aResponseShowsItsContent() {
        Layer http = segment(8080, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>hello\n")
                .layer("HTTP")
                .orElseThrow();
        assertThat(http.summary()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(http.value("Content here")).hasValue("9 bytes");
        assertThat(http.value("Content")).hasValue("<p>hello\\x0a");
        assertThat(segment(80, "HTTP/1.0 200 OK\r\n\r\n\1\2")
                        .layer("HTTP")
                        .orElseThrow()
                        .value("Content"))
                .hasValue("0102");
    }

    @Test
    void whatIsWrongOrMissingIsSaid() {
        assertThat(segment(80, "GET / HTTP/1.1\nnot a field\r\nHost: h").notes())
                .contains(
                        "HTTP: malformed: a line ends in LF without CR",
                        "HTTP: malformed: a field line without a name and a colon",
                        "HTTP: the head goes on in another segment");
    }

    @Test
    void theMiddleOfAMessageAndOtherPortsAreData() {
        assertThat(segment(80, "<p>GET / HTTP/1.1").layer("HTTP")).isEmpty();
        assertThat(segment(80, "AND").layer("HTTP")).isEmpty();
        assertThat(segment(81, "GET / HTTP/1.1\r\n\r\n").layer("HTTP")).isEmpty();
    }

    @Test
    void noBytesMakeItFail() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] data = "GET / HTTP/1.1\r\nHost: h\r\nContent-Type: text/x\r\n\r\nhello"
                    .getBytes(StandardCharsets.ISO_8859_1);
            for (int n = random.nextInt(6); n > 0; n--) {
                data[random.nextInt(data.length)] = (byte) random.nextInt(256);
            }
            assertThat(segment(80, data).notes()).noneMatch(note -> note.contains("failed"));
        }
    }

    @Test
    void moduleAndServiceFileNameTheSameProviders() throws IOException {
        String module = Files.readString(Path.of("src/main/java/module-info.java"));
        String file =
                Files.readString(Path.of("src/main/resources/META-INF/services/dev.netrarium.wire.dissect.Dissector"));
        assertThat(module.substring(module.indexOf("with")).replaceAll("with|[;}\\s]", ""))
                .isEqualTo(file.strip());
    }
}
