package dev.netrarium.web.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.web.http.HttpMethod;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every limit, reached exactly and then passed by one. */
class Http1LimitsTest {
    private static final Http1Limits SMALL = new Http1Limits(20, 3, 40, 10, 12, 8);
    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static List<String> server(String text) {
        return Transcript.of(true, HttpMethod.GET, SMALL, false, Transcript.bytes(text));
    }

    private static List<String> client(String text) {
        return Transcript.of(false, HttpMethod.GET, SMALL, false, Transcript.bytes(text));
    }

    @Test
    void aStartLineHasALimit() {
        assertThat(server("GET /234567 HTTP/1.1\r\nHost: h\r\n\r\n")).contains("end");
        assertThat(server("GET /2345678 HTTP/1.1\r\nHost: h\r\n\r\n"))
                .containsExactly("414 the start line is too long");
        assertThat(server("G".repeat(21))).as("before its end is here").isEmpty();
        assertThat(server("G".repeat(22))).containsExactly("414 the start line is too long");
        assertThat(client("HTTP/1.1 200 23456789\r\n")).containsExactly("502 the start line is too long");
    }

    @Test
    void theFieldsHaveANumber() {
        assertThat(server("GET / HTTP/1.1\r\nHost: h\r\nA: \r\nB: \r\n\r\n")).contains("end");
        assertThat(server("GET / HTTP/1.1\r\nHost: h\r\nA: \r\nB: \r\nC: \r\n\r\n"))
                .containsExactly("431 more than 3 field lines");
    }

    @Test
    void theFieldsHaveASize() {
        assertThat(server("GET / HTTP/1.1\r\nHost: h\r\nA: " + "x".repeat(30) + "\r\n\r\n"))
                .contains("end");
        assertThat(server("GET / HTTP/1.1\r\nHost: h\r\nA: " + "x".repeat(31) + "\r\n\r\n"))
                .containsExactly("431 too many bytes of fields");
        assertThat(server("GET / HTTP/1.1\r\n" + "x".repeat(42))).containsExactly("431 too many bytes of fields");
    }

    @Test
    void chunkExtensionsHaveASizeInAll() {
        assertThat(server(CHUNKED + "1;1234\r\nx\r\n1;1234\r\nx\r\n0\r\n\r\n")).contains("content xx", "end");
        assertThat(server(CHUNKED + "1;1234\r\nx\r\n1;12345\r\nx\r\n"))
                .endsWith("content x", "400 too many bytes of chunk extensions");
        assertThat(server(CHUNKED + "1;" + "x".repeat(1000)))
                .endsWith("400 too long a chunk size, or too many chunk extensions");
    }

    @Test
    void theTrailersHaveASize() {
        assertThat(server(CHUNKED + "0\r\nA: 123456789\r\n\r\n")).contains("end | A: 123456789");
        assertThat(server(CHUNKED + "0\r\nA: 1234567890\r\n\r\n")).endsWith("431 too many bytes of fields");
        assertThat(server(CHUNKED + "0\r\nA:\r\nB:\r\nC:\r\nD:\r\n\r\n")).endsWith("431 more than 3 field lines");
    }

    @Test
    void theContentHasASizeHoweverItIsFramed() {
        assertThat(server("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 8\r\n\r\n12345678"))
                .contains("end");
        assertThat(server("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n"))
                .endsWith("413 the content has more than 8 bytes");
        assertThat(server(CHUNKED + "5\r\n12345\r\n3\r\n678\r\n0\r\n\r\n")).contains("end");
        assertThat(server(CHUNKED + "5\r\n12345\r\n4\r\n"))
                .endsWith("content 12345", "413 the content has more than 8 bytes");
        assertThat(server(CHUNKED + "fffffffffffffff\r\n")).endsWith("413 the content has more than 8 bytes");
        assertThat(client("HTTP/1.1 200 OK\r\n\r\n123456789")).endsWith("502 the content has more than 8 bytes");
    }

    @Test
    void foldedLinesOfAResponseCountAsLines() {
        assertThat(client("HTTP/1.1 200 OK\r\nA: b\r\n c\r\n d\r\n e\r\n\r\n"))
                .containsExactly("502 more than 3 field lines");
    }

    @Test
    void limitsThatLetNothingInAreRefused() {
        assertThatThrownBy(() -> new Http1Limits(0, 1, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SMALL.withBodyBytes(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
