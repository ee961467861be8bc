package dev.netrarium.web.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.web.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Seeded attacks on the parser. Whatever comes, and however it is cut, the same events come out; the only exception is a rejection (any
 * other escapes from here); and no more content than bytes.
 */
class Http1FuzzTest {
    private static final Http1Limits LIMITS = new Http1Limits(200, 10, 300, 40, 60, 500);
    private static final List<String> REQUESTS = List.of(
            "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET http://www.server.com:8080/a?b=c HTTP/1.1\r\nHost: www.server.com\r\nAccept: */*\r\n\r\n",
            "\r\nHEAD /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\nOPTIONS * HTTP/1.1\r\nHost:\r\n\r\n",
            "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\nhello worldGET /2 HTTP/1.1\r\nHost: h\r\n\r\n",
            "PUT /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
                    + "5;a=\"b\"\r\nhello\r\n1A\r\nabcdefghijklmnopqrstuvwxyz\r\n000\r\nDigest: q\r\n\r\n"
                    + "GET /after HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: h\r\nX: " + "y".repeat(295) + "\r\n\r\n",
            "GET /" + "y".repeat(220) + " HTTP/1.1\r\nHost: h\r\n\r\n");
    private static final List<String> RESPONSES = List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\nhello"
                    + "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: v\r\n\r\n",
            "HTTP/1.0 200 OK\r\nServer: old\r\n\r\nuntil the end",
            "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nContent-Length: 77\r\n\r\nHTTP/1.1 404\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nFolded: a\r\n b\r\n\tc\r\nContent-Length: 1, 1\r\n\r\nx");
    private static final String[] SPICES = {
        "\r",
        "\n",
        "\r\n",
        "\0",
        " ",
        "\t",
        ":",
        ";",
        ",",
        "0",
        "ffffffffffffffff",
        "chunked",
        "Content-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Host: x\r\n",
        "HTTP/1.1",
        "\u0080",
        "\u00ff",
        "-1",
        "\"",
        "100",
        "\r\n\r\n"
    };

    private static List<String> whole(boolean server, byte[] input) {
        return Transcript.of(server, HttpMethod.GET, LIMITS, true, List.of(input));
    }

    private static void assertSameWhenCut(boolean server, byte[] input, List<byte[]> pieces, List<String> whole) {
        List<String> cut = Transcript.of(server, HttpMethod.GET, LIMITS, true, pieces);
        if (!cut.equals(whole)) {
            assertThat(cut)
                    .as("cut into %s: %s", pieces.stream().map(p -> p.length).toList(), show(input))
                    .isEqualTo(whole);
        }
    }

    private static String show(byte[] input) {
        return new String(input, StandardCharsets.ISO_8859_1)
                .replace("\r", "\\r")
                .replace("\n", "\\n");
    }

    @Test
    void theSameEventsComeOutForEveryCut() {
        int cuts = 0;
        for (boolean server : new boolean[] {true, false}) {
            for (String message : server ? REQUESTS : RESPONSES) {
                byte[] input = message.getBytes(StandardCharsets.ISO_8859_1);
                List<String> whole = whole(server, input);
                assertThat(whole).as(message).isNotEmpty();
                List<byte[]> singly = new ArrayList<>();
                for (int at = 0; at < input.length; at++) {
                    assertSameWhenCut(
                            server, input, List.of(piece(input, 0, at), piece(input, at, input.length)), whole);
                    singly.add(piece(input, at, at + 1));
                    cuts++;
                }
                assertSameWhenCut(server, input, singly, whole);
            }
        }
        assertThat(cuts).isGreaterThan(1500);
    }

    @Test
    void noInputBreaksTheParser() {
        SplittableRandom random = new SplittableRandom(20261124);
        int rejected = 0;
        int accepted = 0;
        for (int i = 0; i < 220_000; i++) {
            boolean server = random.nextBoolean();
            byte[] input = input(random, server);
            List<String> whole = whole(server, input);
            long content = 0;
            for (String line : whole) {
                if (line.startsWith("content ")) {
                    content += line.length() - "content ".length();
                } else if (line.matches("[45]\\d\\d .*")) {
                    rejected++;
                } else if (line.startsWith("end")) {
                    accepted++;
                }
            }
            assertThat(content).isLessThanOrEqualTo(input.length);
            assertThat(whole).hasSizeLessThanOrEqualTo(2 + input.length);
            assertSameWhenCut(server, input, randomCut(random, input), whole);
        }
        assertThat(rejected).isGreaterThan(50_000);
        assertThat(accepted).isGreaterThan(50_000);
    }

    private static byte[] input(SplittableRandom random, boolean server) {
        List<String> messages = server ? REQUESTS : RESPONSES;
        String message = messages.get(random.nextInt(messages.size()));
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        return switch (random.nextInt(10)) {
            case 0 -> noise(random);
            case 1 -> piece(bytes, 0, random.nextInt(bytes.length));
            case 2 -> piece(bytes, random.nextInt(bytes.length), bytes.length);
            case 3, 4, 5 -> flip(random, bytes);
            case 6, 7, 8 -> spice(random, message);
            default -> (message + messages.get(random.nextInt(messages.size()))).getBytes(StandardCharsets.ISO_8859_1);
        };
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] flip(SplittableRandom random, byte[] bytes) {
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] spice(SplittableRandom random, String message) {
        StringBuilder text = new StringBuilder(message);
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(text.length());
            int removed = random.nextInt(3) == 0 ? Math.min(random.nextInt(6), text.length() - at - 1) : 0;
            text.replace(at, at + removed, SPICES[random.nextInt(SPICES.length)]);
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<byte[]> randomCut(SplittableRandom random, byte[] input) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < input.length; ) {
            int end = Math.min(input.length, at + 1 + random.nextInt(40));
            pieces.add(piece(input, at, end));
            at = end;
        }
        return pieces;
    }

    private static byte[] piece(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
