package dev.netrarium.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.http.Status;
import dev.netrarium.web.http1.Http1Limits;
import dev.netrarium.web.link.ScriptedLink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conversations with a server, in virtual time. */
class Http1ServerTest {
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    private static final HttpServerOptions OPTIONS = HttpServerOptions.defaults()
            .withTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String COMMON = "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\nServer: Netrarium\r\n";

    private final ScriptedLink link = new ScriptedLink();
    private final List<String> asked = new ArrayList<>();

    private Http1Server.Served serve(HttpHandler handler) {
        return serve(OPTIONS, handler);
    }

    private Http1Server.Served serve(HttpServerOptions options, HttpHandler handler) {
        Http1Server.Served served = new Http1Server(options, EPOCH).serve(link, handler);
        assertThat(link.isClosed()).as("closed at the end").isTrue();
        return served;
    }

    private HttpResponse echo(HttpRequest request) throws IOException {
        String content = request.body().text(1_000_000);
        asked.add(request.method() + " " + request.target() + (content.isEmpty() ? "" : " " + content));
        return HttpResponse.of(Status.OK, HttpBody.of("got " + content));
    }

    @Test
    void aRequestIsAnsweredAndTheConnectionKept() {
        link.at(0, GET).at(59_000, GET);
        Http1Server.Served served = serve(this::echo);
        assertThat(link.written())
                .isEqualTo("HTTP/1.1 200 OK\r\n" + COMMON + "Content-Length: 4\r\n\r\ngot "
                        + "HTTP/1.1 200 OK\r\n" + COMMON.replace("00:00:00", "00:00:59")
                        + "Content-Length: 4\r\n\r\ngot ");
        assertThat(link.writes()).as("head and content in one write each").isEqualTo(2);
        assertThat(served).isEqualTo(new Http1Server.Served(2, "idle for too long"));
        assertThat(link.nowMillis()).isEqualTo(59_000 + 60_000 + 2_000);
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        link.at(
                        0,
                        "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nPOST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab"
                                + "GET /3 HTTP/1.1\r\nHost: h\r\n\r\n")
                .endsAt(1);
        assertThat(serve(this::echo)).isEqualTo(new Http1Server.Served(3, "closed by the client"));
        assertThat(asked).containsExactly("GET /1", "POST /2 ab", "GET /3");
    }

    @Test
    void contentThatTheHandlerDoesNotWantIsSkipped() {
        link.at(0, "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel")
                .at(10, "lo" + GET)
                .endsAt(20);
        assertThat(serve(request -> HttpResponse.text("no")).requests()).isEqualTo(2);
    }

    @Test
    void tooMuchUnwantedContentEndsTheConnection() {
        link.at(0, "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\n\r\n")
                .at(10, "x".repeat(5000) + GET);
        assertThat(serve(OPTIONS.withLinger(Duration.ofSeconds(1), 1000), request -> HttpResponse.text("no"))
                        .requests())
                .isEqualTo(1);
        assertThat(link.written()).contains("Connection: close");
    }

    @Test
    void aHandlerMayAnswerBeforeAChunkedRequestEndsButNotForEver() {
        link.at(0, "POST /1 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
                .at(10, "400\r\n" + "x".repeat(1024) + "\r\n400\r\n" + "x".repeat(1024) + "\r\n");
        assertThat(serve(OPTIONS.withLinger(Duration.ofSeconds(1), 1000), request -> HttpResponse.text("no"))
                        .end())
                .isEqualTo("too much content that nobody wanted");
    }

    @Test
    void headIsAnsweredFromGetWithoutContent() {
        link.at(0, "HEAD /x HTTP/1.1\r\nHost: h\r\nRange: bytes=0-0\r\n\r\n" + GET)
                .endsAt(1);
        serve(request -> {
            asked.add(request.method() + " " + request.fields().first("Range"));
            return HttpResponse.text("seen");
        });
        assertThat(asked).containsExactly("GET null", "GET null");
        String head =
                "HTTP/1.1 200 OK\r\n" + COMMON + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 4\r\n\r\n";
        assertThat(link.written()).isEqualTo(head + head + "seen");
    }

    @Test
    void contentOfUnknownLengthGoesInChunksOrToTheEnd() {
        link.at(0, GET + "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").endsAt(1);
        serve(request -> HttpResponse.of(
                Status.OK,
                HttpBody.of(
                        new ByteArrayInputStream("stream".getBytes(StandardCharsets.US_ASCII)),
                        HttpBody.UNKNOWN_LENGTH)));
        assertThat(link.written())
                .isEqualTo("HTTP/1.1 200 OK\r\n" + COMMON + "Transfer-Encoding: chunked\r\n\r\n6\r\nstream\r\n0\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\n" + COMMON + "Connection: close\r\n\r\nstream");
    }

    @Test
    void anOldClientIsKeptWhenItAsks() {
        String old = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
        link.at(0, old + "GET / HTTP/1.0\r\n\r\n" + old).endsAt(1);
        assertThat(serve(this::echo)).isEqualTo(new Http1Server.Served(2, "the last response was sent"));
        assertThat(link.written()).containsSubsequence("Connection: keep-alive\r\n", "Connection: close\r\n");
    }

    @Test
    void noContentAndNotModifiedHaveNoFraming() {
        link.at(0, GET + GET).endsAt(1);
        serve(request -> HttpResponse.of(asked.isEmpty() && asked.add("") ? Status.NO_CONTENT : Status.NOT_MODIFIED));
        assertThat(link.written())
                .isEqualTo("HTTP/1.1 204 No Content\r\n" + COMMON + "\r\n" + "HTTP/1.1 304 Not Modified\r\n" + COMMON
                        + "\r\n");
    }

    @Test
    void continueIsSaidWhenTheHandlerReads() {
        link.at(0, "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
                .at(100, "hello" + GET)
                .endsAt(200);
        assertThat(serve(this::echo).requests()).isEqualTo(2);
        assertThat(link.written()).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n");
        assertThat(link.written()).containsOnlyOnce("100 Continue").contains("got hello");
    }

    @Test
    void continueIsNotSaidToWhoGetsARefusalAndTheConnectionEnds() {
        link.at(0, "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
                .at(100, "hello" + GET)
                .endsAt(200);
        assertThat(serve(request -> HttpResponse.of(Status.UNAUTHORIZED)).requests())
                .isEqualTo(1);
        assertThat(link.written()).startsWith("HTTP/1.1 401 ").contains("Connection: close");
        assertThat(link.isAllRead()).as("lingered").isTrue();
    }

    @Test
    void otherExpectationsAndTunnelsAreRefused() {
        link.at(0, "GET / HTTP/1.1\r\nHost: h\r\nExpect: a miracle\r\n\r\n");
        serve(this::echo);
        assertThat(link.written()).startsWith("HTTP/1.1 417 ");
        ScriptedLink other = new ScriptedLink().at(0, "CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n");
        new Http1Server(OPTIONS, EPOCH).serve(other, this::echo);
        assertThat(other.written()).startsWith("HTTP/1.1 501 ");
        assertThat(asked).isEmpty();
    }

    @Test
    void aRefusedHeadGetsNoContentEither() {
        link.at(0, "HEAD / HTTP/1.1\r\nHost: h\r\nExpect: a miracle\r\n\r\n");
        assertThat(serve(this::echo).end()).startsWith("417 ");
        assertThat(link.written())
                .startsWith("HTTP/1.1 417 ")
                .contains("Content-Length: ")
                .endsWith("\r\n\r\n");
    }

    @Test
    void rejectedRequestsAreAnsweredWithTheirStatusAndTheConnectionLingers() {
        link.at(0, "GET / HTTP/1.1\r\n\r\n").at(1_500, GET);
        Http1Server.Served served = serve(this::echo);
        assertThat(link.written())
                .isEqualTo("HTTP/1.1 400 Bad Request\r\n" + COMMON
                        + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 8\r\n"
                        + "Connection: close\r\n\r\nno Host\n");
        assertThat(served).isEqualTo(new Http1Server.Served(0, "400 Bad Request: no Host"));
        assertThat(link.isShut()).isTrue();
        assertThat(link.isAllRead())
                .as("what came after was read, so that nothing resets the connection")
                .isTrue();
        assertThat(link.nowMillis()).isEqualTo(2_000);
    }

    @Test
    void eachLimitHasItsAnswer() {
        Http1Limits limits = new Http1Limits(30, 3, 100, 10, 10, 10);
        for (String[] each : new String[][] {
            {"GET /" + "x".repeat(40) + " HTTP/1.1\r\n", "414"},
            {"GET / HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(100), "431"},
            {"GET / HTTP/3.0\r\n", "505"},
            {"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: br, chunked\r\n\r\n", "501"},
            {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n", "413"},
            {"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n", "413"},
            {"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", "400"},
        }) {
            ScriptedLink one = new ScriptedLink().at(0, each[0]).endsAt(5);
            new Http1Server(OPTIONS.withLimits(limits), EPOCH).serve(one, this::echo);
            assertThat(one.written())
                    .as(each[0])
                    .startsWith("HTTP/1.1 " + each[1] + " ")
                    .contains("Connection: close");
            assertThat(one.isClosed()).isTrue();
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void aHeadThatTricklesIsTimedOutFromItsFirstByte() {
        for (int i = 0; i < 100; i++) {
            link.at(1_000L + i * 1_000L, "GET / HTTP/1.1\r\nHost: h\r\nX: y".substring(i % 20, i % 20 + 1));
        }
        assertThat(serve(this::echo).end()).startsWith("408 ");
        assertThat(link.written()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
        assertThat(link.nowMillis())
                .as("ten seconds after the first byte, two more to linger")
                .isEqualTo(13_000);
    }

    @Test
    void contentThatStandsStillOrTricklesIsTimedOut() {
        String head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 50000\r\n\r\n";
        link.at(0, head + "x");
        serve(this::echo);
        assertThat(link.written()).startsWith("HTTP/1.1 408 ");
        assertThat(link.nowMillis()).isEqualTo(32_000);

        ScriptedLink slow = new ScriptedLink().at(0, head);
        for (int i = 0; i < 1000; i++) {
            slow.at(i * 1_000L, "x".repeat(24));
        }
        new Http1Server(OPTIONS, EPOCH).serve(slow, this::echo);
        assertThat(slow.written()).as("a tenth of the least rate").startsWith("HTTP/1.1 408 ");
        assertThat(slow.nowMillis()).isBetween(30_000L, 40_000L);
    }

    @Test
    void aClientThatHidesTheEndOfItsHeadGetsNoGuess() {
        link.at(0, "GET / HTTP/1.1\r\nHost: h\r\n").endsAt(5);
        serve(this::echo);
        assertThat(link.written()).startsWith("HTTP/1.1 400 ");
        assertThat(asked).isEmpty();
    }

    @Test
    void aFailingHandlerIsAFiveHundredAndTheConnectionGoesOn() {
        link.at(0, GET + GET).endsAt(1);
        Http1Server.Served served = serve(request -> {
            throw new IllegalStateException("the handler's own secret");
        });
        assertThat(served.requests()).isEqualTo(2);
        assertThat(link.written()).startsWith("HTTP/1.1 500 ").doesNotContain("secret");
    }

    @Test
    void aResponseThatCannotBeSentIsAFiveHundred() {
        link.at(0, GET + GET + GET).endsAt(1);
        serve(request -> switch (asked.size()) {
            case 0 -> {
                asked.add("");
                yield new HttpResponse(Status.OK, "O\r\nX: K", request.fields(), HttpBody.EMPTY);
            }
            case 1 -> {
                asked.add("");
                yield HttpResponse.of(Status.SWITCHING_PROTOCOLS);
            }
            default -> null;
        });
        assertThat(link.written().split("HTTP/1.1 500 ", -1)).hasSize(4);
    }

    @Test
    void contentThatFailsBreaksTheConnectionOffSoThatItIsNotTakenForWhole() {
        link.at(0, GET + GET).endsAt(1);
        InputStream failing = new InputStream() {
            private int left = 20_000;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) {
                    throw new IOException("disk on fire");
                }
                return 'x';
            }
        };
        Http1Server.Served served =
                serve(request -> HttpResponse.of(Status.OK, HttpBody.of(failing, HttpBody.UNKNOWN_LENGTH)));
        assertThat(served.requests()).isEqualTo(1);
        assertThat(served.end()).contains("disk on fire");
        assertThat(link.written()).doesNotContain("\r\n0\r\n");
        assertThat(link.isShut()).as("no orderly end").isFalse();
    }

    @Test
    void theRequestsOfAConnectionAreCounted() {
        link.at(0, GET + GET + GET).endsAt(1);
        assertThat(serve(OPTIONS.withMaxRequests(2), this::echo).requests()).isEqualTo(2);
        assertThat(link.written().split("Connection: close", -1)).hasSize(2);
    }

    @Test
    void aHandlerMayCloseTheConnection() {
        link.at(0, GET + GET).endsAt(1);
        assertThat(serve(request -> HttpResponse.text("bye").with("Connection", "close"))
                        .requests())
                .isEqualTo(1);
    }

    @Test
    void aBrokenConnectionIsAnOrdinaryEnd() {
        link.at(0, GET).breaksAfter(0);
        assertThat(serve(this::echo).end()).isEqualTo("the connection broke: Broken pipe");
    }

    @Test
    void theContentOfARequestIsGoneWhenItsHandlerHasReturned() {
        link.at(0, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello")
                .endsAt(1);
        assertThat(serve(request -> HttpResponse.of(Status.OK, request.body())).end())
                .contains("gone once its handler has returned");
    }
}
