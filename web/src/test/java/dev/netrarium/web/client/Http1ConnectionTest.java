package dev.netrarium.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.web.Authority;
import dev.netrarium.web.Url;
import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpMethod;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.http.HttpVersion;
import dev.netrarium.web.http1.RejectedMessageException;
import dev.netrarium.web.link.ScriptedLink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One connection of a client, in virtual time. */
class Http1ConnectionTest {
    private static final Url URL = Url.parse("http://h/x");
    private static final HttpClientOptions OPTIONS = HttpClientOptions.defaults()
            .withTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(30));

    private final ScriptedLink link = new ScriptedLink();
    private final List<String> events = new ArrayList<>();
    private final Http1Connection connection =
            new Http1Connection(link, Authority.parse("h:80"), OPTIONS, event -> events.add(tell(event)));

    static String tell(HttpEvent event) {
        String what = switch (event) {
            case HttpEvent.Opened opened -> "opened to " + opened.authority();
            case HttpEvent.Reused reused -> "reused to " + reused.authority();
            case HttpEvent.RequestBegun begun -> "request " + begun.request().method();
            case HttpEvent.RequestSent sent -> "sent " + sent.contentBytes();
            case HttpEvent.ResponseBegun _ -> "response begins";
            case HttpEvent.Informational informational ->
                "informational " + informational.head().status();
            case HttpEvent.ResponseHeadReceived head -> "head " + head.head().status();
            case HttpEvent.BodyComplete body -> "complete " + body.contentBytes();
            case HttpEvent.Redirected redirected -> "redirected to " + redirected.to();
            case HttpEvent.Closed closed -> "closed: " + closed.reason();
        };
        return event.now() / 1_000_000 + " #" + event.connection() + " " + what;
    }

    @Test
    void anExchangeTellsItsMoments() throws IOException {
        link.at(40, "HTTP/1.1 103 Early Hints\r\n\r\n")
                .at(50, "HTTP/1.1 200 OK\r\nContent-Le")
                .at(60, "ngth: 10\r\n\r\nhello")
                .at(70, "world");
        HttpResponse response = connection.exchange(HttpRequest.get(URL));
        assertThat(connection.isReady()).isFalse();
        assertThatThrownBy(() -> connection.exchange(HttpRequest.get(URL)))
                .hasMessage("the response before was not read to its end");
        assertThat(response.body().length()).isEqualTo(10);
        assertThat(response.body().text(100)).isEqualTo("helloworld");
        assertThat(connection.isReady()).isTrue();
        assertThat(link.written()).isEqualTo("GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(events)
                .containsExactly(
                        "0 #1 opened to h:80",
                        "0 #1 request GET",
                        "0 #1 sent 0",
                        "40 #1 response begins",
                        "40 #1 informational 103 Early Hints",
                        "60 #1 head 200 OK",
                        "70 #1 complete 10");
    }

    @Test
    void oneExchangeFollowsAnother() throws IOException {
        link.at(0, "HTTP/1.1 204 No Content\r\n\r\n").at(1, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
        assertThat(connection.exchange(HttpRequest.get(URL)).body().text(9)).isEmpty();
        HttpResponse head = connection.exchange(HttpRequest.of(HttpMethod.HEAD, URL));
        assertThat(head.fields().first("Content-Length")).isEqualTo("9");
        assertThat(head.body().text(9)).isEmpty();
        assertThat(connection.isReady()).isTrue();
    }

    @Test
    void contentIsFramedByWhatItIs() throws IOException {
        link.at(0, "HTTP/1.1 204 \r\n\r\n").at(1, "HTTP/1.1 204 \r\n\r\n").at(2, "HTTP/1.1 204 \r\n\r\n");
        connection.exchange(HttpRequest.post(URL, "a/b", HttpBody.of("hello")).with("Content-Length", "77"));
        connection.exchange(HttpRequest.of(HttpMethod.PUT, URL)
                .with(HttpBody.of(
                        new ByteArrayInputStream("abc".getBytes(StandardCharsets.US_ASCII)), HttpBody.UNKNOWN_LENGTH)));
        connection.exchange(HttpRequest.post(URL, "a/b", HttpBody.EMPTY));
        assertThat(link.written())
                .isEqualTo("POST /x HTTP/1.1\r\nHost: h\r\nContent-Type: a/b\r\nContent-Length: 5\r\n\r\nhello"
                        + "PUT /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                        + "POST /x HTTP/1.1\r\nHost: h\r\nContent-Type: a/b\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void requestsThatCannotBeCarriedAreRefusedAndDoNoHarm() {
        assertThatThrownBy(() -> connection.exchange(HttpRequest.of(HttpMethod.CONNECT, URL)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> connection.exchange(HttpRequest.get(URL).with("Upgrade", "x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> connection.exchange(HttpRequest.get(URL)
                        .with(HttpVersion.HTTP_1_0)
                        .with(HttpBody.of(InputStream.nullInputStream(), HttpBody.UNKNOWN_LENGTH))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(connection.isReady()).isTrue();
        assertThat(link.written()).isEmpty();
    }

    @Test
    void contentIsHeldBackUntilTheServerWantsIt() throws IOException {
        link.at(100, "HTTP/1.1 100 Continue\r\n\r\n").at(200, "HTTP/1.1 204 No Content\r\n\r\n");
        connection.exchange(expecting());
        assertThat(link.writes()).isEqualTo(2);
        assertThat(events).containsSubsequence("100 #1 informational 100 Continue", "100 #1 sent 5");
    }

    @Test
    void contentIsNotHeldBackForEver() throws IOException {
        link.at(5_000, "HTTP/1.1 204 No Content\r\n\r\n");
        connection.exchange(expecting());
        assertThat(events).contains("1000 #1 sent 5");
        assertThat(connection.isReady()).isTrue();
    }

    @Test
    void contentThatIsNotWantedIsNotSent() throws IOException {
        link.at(100, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
        assertThat(connection.exchange(expecting()).status().code()).isEqualTo(413);
        assertThat(link.written()).doesNotContain("hello");
        assertThat(link.isClosed()).isTrue();
    }

    private static HttpRequest expecting() {
        return HttpRequest.post(URL, "a/b", HttpBody.of("hello")).with("Expect", "100-continue");
    }

    @Test
    void aServerThatHangsUpWhileContentIsSentMayHaveSaidWhy() throws IOException {
        link.at(0, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig")
                .breaksAfter(1);
        HttpResponse response = connection.exchange(HttpRequest.post(URL, "a/b", HttpBody.of(new byte[100_000])));
        assertThat(response.status().code()).isEqualTo(413);
        assertThat(response.body().text(3)).isEqualTo("big");
        assertThat(link.isClosed()).isTrue();
    }

    @Test
    void aSilentServerIsGivenUp() {
        assertThatThrownBy(() -> connection.exchange(HttpRequest.get(URL))).isInstanceOf(SocketTimeoutException.class);
        assertThat(link.nowMillis()).isEqualTo(60_000);
        assertThat(link.isClosed()).isTrue();
        assertThat(events).last().asString().isEqualTo("60000 #1 closed: Read timed out");
    }

    @Test
    void contentThatStandsStillIsGivenUp() throws IOException {
        link.at(0, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na").at(29_000, "b");
        HttpResponse response = connection.exchange(HttpRequest.get(URL));
        assertThatThrownBy(() -> response.body().text(9)).isInstanceOf(SocketTimeoutException.class);
        assertThat(link.nowMillis()).isEqualTo(59_000);
        assertThat(link.isClosed()).isTrue();
    }

    @Test
    void contentCutShortIsAnError() throws IOException {
        link.at(0, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab").endsAt(1);
        HttpResponse response = connection.exchange(HttpRequest.get(URL));
        InputStream in = response.body().open();
        assertThat(in.readNBytes(2)).hasSize(2);
        assertThatThrownBy(in::read)
                .isInstanceOf(RejectedMessageException.class)
                .hasMessage("the connection ended in the middle of the content");
        assertThatThrownBy(in::read).as("still").isInstanceOf(RejectedMessageException.class);
    }

    @Test
    void contentMayEndWithTheConnection() throws IOException {
        link.at(0, "HTTP/1.0 200 OK\r\n\r\nall of it").endsAt(1);
        HttpResponse response = connection.exchange(HttpRequest.get(URL));
        assertThat(response.body().length()).isEqualTo(HttpBody.UNKNOWN_LENGTH);
        assertThat(response.body().text(99)).isEqualTo("all of it");
        assertThat(link.isClosed()).isTrue();
    }

    @Test
    void contentMayHaveTrailers() throws IOException {
        link.at(0, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nT: v\r\n\r\n");
        HttpResponse response = connection.exchange(HttpRequest.get(URL));
        assertThat(response.body().trailers().isEmpty()).isTrue();
        assertThat(response.body().text(99)).isEqualTo("ab");
        assertThat(response.body().trailers().first("T")).isEqualTo("v");
    }

    @Test
    void whatFollowsAResponseUnaskedEndsTheConnection() throws IOException {
        link.at(0, "HTTP/1.1 204 No\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        connection.exchange(HttpRequest.get(URL));
        assertThat(link.isClosed()).isTrue();
        assertThat(events).last().asString().endsWith("the server sent more than the response");
        assertThatThrownBy(() -> connection.exchange(HttpRequest.get(URL))).hasMessage("the connection is closed");
    }

    @Test
    void informationalHeadsWithoutEndAreGivenUp() {
        for (int i = 0; i < 20; i++) {
            link.at(i, "HTTP/1.1 102 Processing\r\n\r\n");
        }
        assertThatThrownBy(() -> connection.exchange(HttpRequest.get(URL)))
                .hasMessage("more than 16 informational responses");
    }

    @Test
    void contentThatIsNotReadClosesTheConnection() throws IOException {
        link.at(0, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc");
        connection.exchange(HttpRequest.get(URL)).body().open().close();
        assertThat(link.isClosed()).isTrue();
    }

    @Test
    void aRequestMayAskForTheEnd() throws IOException {
        link.at(0, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        connection.exchange(HttpRequest.get(URL).with("Connection", "close"));
        assertThat(link.isClosed()).isTrue();
    }
}
