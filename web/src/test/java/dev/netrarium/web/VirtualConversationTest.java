package dev.netrarium.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.web.client.Http1Connection;
import dev.netrarium.web.client.HttpClientOptions;
import dev.netrarium.web.client.HttpEvents;
import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpFields;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.http.HttpVersion;
import dev.netrarium.web.http.Status;
import dev.netrarium.web.link.LinkPair;
import dev.netrarium.web.server.Http1Server;
import dev.netrarium.web.server.HttpHandler;
import dev.netrarium.web.server.HttpServerOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our client and our server, a thread each, on one link with a virtual clock. */
@Timeout(60)
class VirtualConversationTest {
    private static final Url URL = Url.parse("http://www.server.com/x");

    private final LinkPair pair = new LinkPair();
    private final List<Http1Server.Served> served = new ArrayList<>();

    /** What a client does with its connection. */
    private interface Talk {
        void with(Http1Connection connection) throws IOException;
    }

    private void talk(HttpServerOptions options, HttpHandler handler, Talk talk) throws Exception {
        Thread server = Thread.ofPlatform()
                .start(() -> served.add(new Http1Server(options, Instant.EPOCH).serve(pair.right(), handler)));
        try (Http1Connection connection = new Http1Connection(
                pair.left(), Authority.parse("www.server.com:80"), HttpClientOptions.defaults(), HttpEvents.NONE)) {
            talk.with(connection);
        }
        server.join();
    }

    @Test
    void anyContentArrivesAsItWasSentHoweverItIsFramed() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        HttpHandler echo = request -> {
            byte[] content = request.body().bytes(200_000);
            HttpResponse response =
                    HttpResponse.of(Status.OK, body(content, request.query().equals("chunked")));
            return response.with("X-Method", request.method().name());
        };
        int exchanges = 900;
        talk(HttpServerOptions.defaults(), echo, connection -> {
            for (int i = 0; i < exchanges; i++) {
                byte[] content = new byte[random.nextInt(4) == 0 ? random.nextInt(100_000) : random.nextInt(50)];
                random.nextBytes(content);
                HttpRequest request = new HttpRequest(
                        HttpMethod.POST,
                        random.nextBoolean() ? "/?chunked" : "/",
                        HttpVersion.HTTP_1_1,
                        HttpFields.of("Host", "h"),
                        body(content, random.nextBoolean()));
                if (random.nextInt(5) == 0) {
                    request = request.with("Expect", "100-continue");
                }
                HttpResponse response = connection.exchange(request);
                assertThat(response.body().bytes(100_000)).isEqualTo(content);
                assertThat(connection.isReady()).isTrue();
            }
        });
        assertThat(served).containsExactly(new Http1Server.Served(exchanges, "closed by the client"));
        assertThat(pair.left().now()).as("nobody had to wait").isZero();
    }

    private static HttpBody body(byte[] content, boolean unknown) {
        return unknown ? HttpBody.of(new ByteArrayInputStream(content), HttpBody.UNKNOWN_LENGTH) : HttpBody.of(content);
    }

    @Test
    void theServersLastResponseEndsTheConnectionForBoth() throws Exception {
        talk(HttpServerOptions.defaults().withMaxRequests(2), request -> HttpResponse.text("hi"), connection -> {
            assertThat(connection.exchange(HttpRequest.get(URL)).body().text(9)).isEqualTo("hi");
            assertThat(connection.isReady()).isTrue();
            assertThat(connection.exchange(HttpRequest.get(URL)).body().text(9)).isEqualTo("hi");
            assertThat(connection.isReady()).isFalse();
        });
        assertThat(served).containsExactly(new Http1Server.Served(2, "the last response was sent"));
    }

    @Test
    void aServerThatDoesNotReadContentStillAnswersInOrder() throws Exception {
        talk(HttpServerOptions.defaults(), request -> HttpResponse.text("no " + request.path()), connection -> {
            for (String path : List.of("/1", "/2")) {
                HttpRequest request = new HttpRequest(
                        HttpMethod.POST,
                        path,
                        HttpVersion.HTTP_1_1,
                        HttpFields.of("Host", "h"),
                        HttpBody.of(new byte[50_000]));
                assertThat(connection.exchange(request).body().text(99)).isEqualTo("no " + path);
            }
        });
        assertThat(served.getFirst().requests()).isEqualTo(2);
    }
}
