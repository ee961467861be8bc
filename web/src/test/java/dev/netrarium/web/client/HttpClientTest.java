package dev.netrarium.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.web.Authority;
import dev.netrarium.web.ByteLink;
import dev.netrarium.web.Url;
import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.link.ScriptedLink;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client over links that are there in order, in virtual time. */
class HttpClientTest {
    private static final String EMPTY_200 = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final Deque<ScriptedLink> links = new ArrayDeque<>();
    private final List<String> connects = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    private ScriptedLink link() {
        ScriptedLink link = new ScriptedLink();
        links.add(link);
        return link;
    }

    private ByteLink connect(Authority authority, Duration timeout) throws IOException {
        connects.add(authority.toString());
        if (links.isEmpty()) {
            throw new ConnectException("Connection refused");
        }
        return links.remove();
    }

    private HttpClient client(HttpClientOptions options) {
        return new HttpClient(this::connect, options, event -> events.add(Http1ConnectionTest.tell(event)));
    }

    private HttpClient client() {
        return client(HttpClientOptions.defaults());
    }

    private static Url url(String text) {
        return Url.parse(text);
    }

    @Test
    void aConnectionIsUsedAgain() throws IOException {
        link().at(10, EMPTY_200).at(20, EMPTY_200);
        HttpClient client = client();
        client.get(url("http://a/1"));
        client.get(url("http://a/2"));
        assertThat(connects).containsExactly("a:80");
        assertThat(events)
                .containsSubsequence(
                        "10 #1 complete 0", "10 #1 reused to a:80", "10 #1 request GET", "20 #1 head 200 OK");
        assertThat(client.idleConnections()).isEqualTo(1);
        client.close();
        assertThat(events).last().asString().isEqualTo("20 #1 closed: the client is closed");
    }

    @Test
    void anotherServerGetsAnotherConnection() throws IOException {
        link().at(0, EMPTY_200);
        link().at(0, EMPTY_200);
        link().at(0, EMPTY_200);
        HttpClient client = client();
        client.get(url("http://a/"));
        client.get(url("http://b/"));
        client.get(url("http://a:8080/"));
        assertThat(connects).containsExactly("a:80", "b:80", "a:8080");
        assertThat(client.idleConnections()).isEqualTo(3);
    }

    @Test
    void unusedConnectionsAreFewAndTheOldestGoesFirst() throws IOException {
        HttpClient client = client(HttpClientOptions.defaults().withIdle(Duration.ofSeconds(30), 1, 2));
        List<ScriptedLink> all = new ArrayList<>();
        for (String host : List.of("a", "b", "c")) {
            all.add(link().at(0, EMPTY_200));
            client.get(url("http://" + host + "/"));
        }
        assertThat(client.idleConnections()).isEqualTo(2);
        assertThat(all).extracting(ScriptedLink::isClosed).containsExactly(true, false, false);

        all.add(link().at(0, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"));
        all.add(link().at(0, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"));
        HttpResponse one = client.get(url("http://d/"));
        HttpResponse two = client.get(url("http://d/"));
        one.body().text(1);
        two.body().text(1);
        assertThat(client.idleConnections()).as("one of d, one of the others").isEqualTo(2);
        assertThat(all).extracting(ScriptedLink::isClosed).containsExactly(true, true, false, true, false);
    }

    @Test
    void aConnectionUnusedForTooLongIsNotUsedAgain() throws IOException {
        ScriptedLink old = link().at(0, EMPTY_200).at(40_000, "late");
        link().at(0, EMPTY_200);
        HttpClient client = client();
        client.get(url("http://a/"));
        old.read(new byte[9], 0, 9, ByteLink.NO_DEADLINE); // Time passes.
        client.get(url("http://a/"));
        assertThat(old.isClosed()).isTrue();
        assertThat(connects).hasSize(2);
    }

    @Test
    void aRequestLostOnAKeptConnectionIsSentAgainIfThatIsSafe() throws IOException {
        link().at(0, EMPTY_200).endsAt(1);
        link().at(0, EMPTY_200).endsAt(1);
        HttpClient client = client();
        client.get(url("http://a/"));
        assertThat(client.get(url("http://a/")).status().code()).isEqualTo(200);
        assertThat(connects).hasSize(2);
        assertThatThrownBy(() ->
                        client.send(url("http://a/"), HttpRequest.post(url("http://a/"), "a/b", HttpBody.of("pay"))))
                .isInstanceOf(ProtocolException.class);
        assertThat(connects).as("paid once at most").hasSize(2);
    }

    @Test
    void aClosedPortIsTold() {
        assertThatThrownBy(() -> client().get(url("http://a/")))
                .isInstanceOf(ConnectException.class)
                .hasMessage("Connection refused");
    }

    @Test
    void redirectsAreReturnedUnlessAskedFor() throws IOException {
        link().at(0, "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
        assertThat(client().get(url("http://a/")).status().code()).isEqualTo(302);
    }

    @Test
    void redirectsAreFollowedOverTheSameConnectionWhereTheyCan() throws IOException {
        ScriptedLink a = link().at(0, "HTTP/1.1 301 Moved\r\nLocation: b?c\r\nContent-Length: 4\r\n\r\nmove")
                .at(1, "HTTP/1.1 307 Moved\r\nLocation: http://other/z\r\nContent-Length: 0\r\n\r\n");
        ScriptedLink other = link().at(0, EMPTY_200);
        Url from = url("http://a/x/a#f");
        client(HttpClientOptions.defaults().withMaxRedirects(5))
                .send(from, HttpRequest.get(from).with("Authorization", "secret"));
        assertThat(connects).containsExactly("a:80", "other:80");
        assertThat(a.written())
                .isEqualTo("GET /x/a HTTP/1.1\r\nHost: a\r\nAuthorization: secret\r\n\r\n"
                        + "GET /x/b?c HTTP/1.1\r\nHost: a\r\nAuthorization: secret\r\n\r\n");
        assertThat(other.written()).isEqualTo("GET /z HTTP/1.1\r\nHost: other\r\n\r\n");
        assertThat(events).contains("0 #1 redirected to http://a/x/b?c#f");
    }

    @Test
    void aPostBecomesGetWhereBrowsersDoSo() throws IOException {
        ScriptedLink a = link().at(0, "HTTP/1.1 303 See\r\nLocation: /done\r\nContent-Length: 0\r\n\r\n")
                .at(1, EMPTY_200)
                .at(2, "HTTP/1.1 308 Moved\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n")
                .at(3, EMPTY_200);
        HttpClient client = client(HttpClientOptions.defaults().withMaxRedirects(5));
        Url url = url("http://a/form");
        client.send(url, HttpRequest.post(url, "a/b", HttpBody.of("hi")));
        assertThat(a.written()).endsWith("hiGET /done HTTP/1.1\r\nHost: a\r\n\r\n");
        client.send(url, HttpRequest.post(url, "a/b", HttpBody.of("hi")));
        assertThat(a.written())
                .endsWith("POST /new HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: 2\r\n\r\nhi");
    }

    @Test
    void redirectsEnd() {
        ScriptedLink a = link();
        for (int i = 0; i < 9; i++) {
            a.at(i, "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n");
        }
        assertThatThrownBy(() ->
                        client(HttpClientOptions.defaults().withMaxRedirects(3)).get(url("http://a/")))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("more than 3 redirects, the last one to http://a/again");
        assertThat(a.written().split("GET ", -1)).hasSize(1 + 4);
    }

    @Test
    void aRedirectElsewhereIsAClearError() {
        link().at(0, "HTTP/1.1 302 Found\r\nLocation: https://a/\r\nContent-Length: 0\r\n\r\n");
        assertThatThrownBy(() ->
                        client(HttpClientOptions.defaults().withMaxRedirects(3)).get(url("http://a/")))
                .hasMessage("the server redirects elsewhere, but this client speaks http, not https: https://a/");
        link().at(0, "HTTP/1.1 302 Found\r\nLocation: http:///\r\nContent-Length: 0\r\n\r\n");
        assertThatThrownBy(() ->
                        client(HttpClientOptions.defaults().withMaxRedirects(3)).get(url("http://a/")))
                .hasMessageStartingWith("the server redirects to what is not a URL: no host");
    }

    @Test
    void onlyHttpIsSpoken() {
        assertThatThrownBy(() -> client().get(url("https://a/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this client speaks http, not https: https://a/");
        assertThat(connects).isEmpty();
    }
}
