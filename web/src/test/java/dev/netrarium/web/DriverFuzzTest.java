package dev.netrarium.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.web.client.Http1Connection;
import dev.netrarium.web.client.HttpClientOptions;
import dev.netrarium.web.client.HttpEvent;
import dev.netrarium.web.http.HttpBody;
import dev.netrarium.web.http.HttpRequest;
import dev.netrarium.web.http.HttpResponse;
import dev.netrarium.web.http.Status;
import dev.netrarium.web.link.ScriptedLink;
import dev.netrarium.web.server.Http1Server;
import dev.netrarium.web.server.HttpServerOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Seeded nonsense at both drivers: they end, they close, and nothing but an IOException comes out of them. */
class DriverFuzzTest {
    private static final int INPUTS = 30_000;
    private static final String REQUEST = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
            + "PUT /b HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3;x\r\nabc\r\n0\r\nT: v\r\n\r\nHEAD /c HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    private static final String RESPONSE =
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                    + "\r\n3;x\r\nabc\r\n0\r\nT: v\r\n\r\n";

    private static String mutated(SplittableRandom random, String text) {
        StringBuilder mutant = new StringBuilder(text);
        for (int n = random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(mutant.length());
            switch (random.nextInt(3)) {
                case 0 -> mutant.setCharAt(at, (char) random.nextInt(256));
                case 1 -> mutant.insert(at, "\r\n \t:;0f\u00ff".charAt(random.nextInt(9)));
                default -> mutant.deleteCharAt(at);
            }
        }
        return mutant.substring(0, random.nextInt(3) == 0 ? random.nextInt(mutant.length()) : mutant.length());
    }

    /** The text cut into pieces that come up to 40 virtual seconds apart. */
    private static ScriptedLink link(SplittableRandom random, String text) {
        ScriptedLink link = new ScriptedLink();
        long millis = 0;
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(60));
            link.at(millis, text.substring(at, end));
            millis += random.nextInt(10) == 0 ? random.nextInt(40_000) : 1;
            at = end;
        }
        if (random.nextBoolean()) {
            link.endsAt(millis);
        }
        return link;
    }

    @Test
    void theServerOutlivesEveryClient() {
        SplittableRandom random = new SplittableRandom(11);
        Http1Server server = new Http1Server(HttpServerOptions.defaults(), Instant.EPOCH);
        int answered = 0;
        for (int i = 0; i < INPUTS; i++) {
            ScriptedLink link = link(random, mutated(random, REQUEST));
            boolean reads = random.nextBoolean();
            Http1Server.Served served = server.serve(
                    link, request -> HttpResponse.text(reads ? request.body().text(1000) : "no"));
            assertThat(link.isClosed()).isTrue();
            assertThat(served.requests()).isLessThanOrEqualTo(REQUEST.length() / 16);
            answered += served.requests();
        }
        assertThat(answered).isGreaterThan(INPUTS);
    }

    @Test
    void theClientOutlivesEveryServer() {
        SplittableRandom random = new SplittableRandom(12);
        Url url = Url.parse("http://h/");
        int good = 0;
        for (int i = 0; i < INPUTS; i++) {
            ScriptedLink link = link(random, mutated(random, RESPONSE));
            int[] open = new int[1];
            try (Http1Connection connection =
                    new Http1Connection(link, Authority.parse("h:80"), HttpClientOptions.defaults(), event -> {
                        switch (event) {
                            case HttpEvent.Opened _ -> open[0]++;
                            case HttpEvent.Closed _ -> open[0]--;
                            default -> assertThat(open[0]).isEqualTo(1);
                        }
                    })) {
                HttpRequest request = random.nextBoolean()
                        ? HttpRequest.get(url)
                        : HttpRequest.post(url, "a/b", HttpBody.of("hi")).with("Expect", "100-continue");
                HttpResponse response = connection.exchange(request);
                if (response.body().text(10_000).equals("abc")
                        && response.status().equals(Status.OK)) {
                    good++;
                }
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
            assertThat(link.isClosed()).isTrue();
            assertThat(open[0]).as("every opening has its closing").isZero();
        }
        assertThat(good).isGreaterThan(INPUTS / 6);
    }
}
