package dev.netrarium.web.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.web.http.HttpMethod;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Messages that two parsers may read differently. Each must end in a rejection, and no request must come out of what another reader could
 * take for content.
 */
class SmugglingTest {
    private static String unescape(String text) {
        return text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\0", "\0")
                .replace("\\v", "\u000b")
                .replace("\\x80", "\u0080");
    }

    private static void assertRejected(List<String> transcript, int status) {
        assertThat(transcript.getLast()).startsWith(status + " ");
        assertThat(transcript).noneMatch(line -> line.contains("/smuggled"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "400|Content-Length: 4\\r\\nTransfer-Encoding: chunked",
                "400|Transfer-Encoding: chunked\\r\\nContent-Length: 4",
                "400|Content-Length: 0\\r\\nContent-Length: 44",
                "400|Content-Length: 0, 44",
                "400|Content-Length : 44",
                "400|Content-Length\\t: 44",
                "400| Content-Length: 44",
                "400|X: y\\r\\n Content-Length: 44",
                "400|Content-Length: 4\\n4",
                "400|X: y\\nContent-Length: 44",
                "400|X: y\\rContent-Length: 44",
                "400|X: y\\r\\rContent-Length: 44",
                "400|Content-Length: \\v44",
                "400|Content-Length: 44\\0",
                "400|Content\\0-Length: 44",
                "400|Content-Length: 44\\x80",
                "400|Content_Length 44",
                "400|: 44",
                "400|Transfer-Encoding : chunked",
                "400|Transfer-Encoding: \\vchunked",
                "400|Transfer-Encoding: chunked\\x80",
                "400|Transfer-Encoding: xchunked",
                "400|Transfer-Encoding: \"chunked\"",
                "400|Transfer-Encoding: 'chunked'",
                "400|Transfer-Encoding: chunked;q=1",
                "400|Transfer-Encoding: chunked, identity",
                "400|Transfer-Encoding: identity, chunked, chunked",
                "400|Transfer-Encoding:\\r\\n chunked",
                "400|Transfer-Encoding: x\\r\\nTransfer-Encoding: chunked, x",
                "501|Transfer-Encoding: cow, chunked",
                "501|Transfer-Encoding: cow\\r\\nTransfer-Encoding: chunked",
                "400|Host: h2",
                "400|Host: a b\\r\\nHost: c",
            })
    void ambiguousFramingIsRejected(int status, String fields) {
        assertRejected(
                Transcript.ofServer("POST / HTTP/1.1\r\nHost: h\r\n" + unescape(fields)
                        + "\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"),
                status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "5\\nhello\\r\\n0\\r\\n\\r\\n",
                "5\\r\\nhello\\n0\\r\\n\\r\\n",
                "5\\r\\nhello\\r0\\r\\n\\r\\n",
                "5\\r\\nhello0\\r\\n\\r\\n",
                "5\\r\\nhelloo\\r\\n0\\r\\n\\r\\n",
                "5 \\r\\nhello\\r\\n0\\r\\n\\r\\n",
                " 5\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "0x5\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "+5\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "-5\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "5_0\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                ";x\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "g\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "5;a\\nhello\\r\\n0\\r\\n\\r\\n",
                "5;a\\rb\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "5;\\n\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "5;a=\"\\n\"\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "5 x\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "10000000000000005\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "ffffffffffffffffb\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "0\\r\\nX: y\\nZ: a\\r\\n\\r\\n",
                "0\\r\\n X: y\\r\\n\\r\\n",
                "0\\r\\nX : y\\r\\n\\r\\n",
                "0\\n\\nGET /smuggled HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "0\\r\\n\\nGET /smuggled HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
            })
    void badChunksAreRejected(String chunks) {
        assertRejected(
                Transcript.ofServer("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + unescape(chunks) + "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"),
                400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "400|GET  / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400|GET /  HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400| GET / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400|GET / HTTP/1.1 \\r\\nHost: h\\r\\n\\r\\n",
                "400|GET /a b HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400|GET\\t/ HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\nHost: h\\n\\n",
                "400|GET / HTTP/1.1\\r\\nHost: h\\r\\n\\n",
                "400|GET / HTTP/1.1\\rHost: h\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: h/x\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: u@h\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: h:99999\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\n Host: h\\r\\n\\r\\n",
                "400|GET http://u:p@h/ HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400|GET /#x HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400|GET /\\x80 HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400|GET x HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400|GET * HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400|G@T / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400|GET / http/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400|GET / HTTP/11\\r\\nHost: h\\r\\n\\r\\n",
                "400|GET / HTTP/1.10\\r\\nHost: h\\r\\n\\r\\n",
                "400|GET /\\r\\n\\r\\n",
                "400|\\0\\r\\n\\r\\n",
                "505|GET / HTTP/0.9\\r\\nHost: h\\r\\n\\r\\n",
                "505|GET / HTTP/2.0\\r\\nHost: h\\r\\n\\r\\n",
                "400|\u0016\u0003\u0001\u0002\\0\\r\\n\\r\\n",
            })
    void malformedHeadsAreRejected(int status, String head) {
        assertRejected(Transcript.ofServer(unescape(head) + "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"), status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n",
                "HTTP/1.1 200 OK\\r\\nContent-Length : 1\\r\\n\\r\\n",
                "HTTP/1.1 200 OK\\nContent-Length: 1\\n\\n",
                "HTTP/1.1  200 OK\\r\\n\\r\\n",
                "HTTP/1.1 20 OK\\r\\n\\r\\n",
                "HTTP/1.1 2000 OK\\r\\n\\r\\n",
                "HTTP/1.1 099 OK\\r\\n\\r\\n",
                "HTTP/1.1 200 O\\rK\\r\\n\\r\\n",
                "HTTP/2.0 200 OK\\r\\n\\r\\n",
                "ICY 200 OK\\r\\n\\r\\n",
                "\\r\\nHTTP/1.1 200 OK\\r\\n\\r\\n",
                "HTTP/1.1 200 OK\\r\\n folded: x\\r\\n\\r\\n",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\nx\\r\\n0\\r\\n\\r\\n",
            })
    void badResponsesAreRejectedToo(String response) {
        assertThat(Transcript.ofClient(HttpMethod.GET, unescape(response)).getLast())
                .startsWith("502 ");
    }
}
