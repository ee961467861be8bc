package dev.netrarium.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.web.Url;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods, status codes, targets, dates and the two messages. */
class SemanticsTest {
    @Test
    void methodsKnowTheirProperties() {
        assertThat(HttpMethod.of("GET")).isSameAs(HttpMethod.GET);
        assertThat(HttpMethod.of("get")).isNotEqualTo(HttpMethod.GET);
        assertThat(HttpMethod.HEAD.isSafe()).isTrue();
        assertThat(HttpMethod.PUT.isSafe()).isFalse();
        assertThat(HttpMethod.PUT.isIdempotent()).isTrue();
        assertThat(HttpMethod.POST.isIdempotent()).isFalse();
        assertThatThrownBy(() -> HttpMethod.of("GE T")).hasMessageContaining("not a token");
    }

    @Test
    void statusCodesHaveReasonsAndFamilies() {
        assertThat(new Status(404)).hasToString("404 Not Found");
        assertThat(new Status(599)).hasToString("599");
        assertThat(Status.CONTINUE.isInformational()).isTrue();
        assertThat(Status.NO_CONTENT.isSuccessful()).isTrue();
        assertThat(Status.FOUND.isRedirection()).isTrue();
        assertThat(new Status(600).isError()).isTrue();
        assertThatThrownBy(() -> new Status(99)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Status(1000)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /a?b, /a, b",
        "GET, http://h/a?b, /a, b",
        "GET, http://h, /, ''",
        "OPTIONS, *, *, ''",
        "CONNECT, h:443, h:443, ''",
        "GET, //two/slashes, //two/slashes, ''",
        "GET, /q?a|b[], /q, a|b[]",
    })
    void aTargetHasFourForms(String method, String target, String path, String query) {
        HttpRequest request =
                new HttpRequest(HttpMethod.of(method), target, HttpVersion.HTTP_1_1, HttpFields.EMPTY, HttpBody.EMPTY);
        assertThat(request.path()).isEqualTo(path);
        assertThat(request.query()).isEqualTo(query);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, *",
        "GET, a",
        "GET, h:443",
        "CONNECT, /",
        "CONNECT, h",
        "GET, /a#b",
        "GET, '/a b'",
        "GET, ''",
        "GET, /ü"
    })
    void aTargetOfAnotherFormIsRefused(String method, String target) {
        assertThatThrownBy(() -> RequestTarget.parse(HttpMethod.of(method), target))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRequestNamesItsHost() {
        HttpRequest request = HttpRequest.get(Url.parse("http://joe@www.server.com:8080/a?b#c"));
        assertThat(request.target()).isEqualTo("/a?b");
        assertThat(request.fields()).isEqualTo(HttpFields.of("Host", "www.server.com:8080"));
        assertThat(HttpRequest.of(HttpMethod.CONNECT, Url.parse("https://a/")).target())
                .isEqualTo("a:443");
    }

    /** One instant in the three forms of RFC 9110 §5.6.7. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    void readsADate(String text) {
        assertThat(HttpDate.parse(text)).isEqualTo(Instant.parse("1994-11-06T08:49:37Z"));
    }

    @Test
    void writesADate() {
        assertThat(HttpDate.format(Instant.parse("1994-11-06T08:49:37.9Z"))).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(HttpDate.parse("yesterday")).isNull();
        assertThat(HttpDate.parse("")).isNull();
    }

    @Test
    void aBodyIsReadUpToALimit() throws Exception {
        assertThat(HttpBody.of("abc").text(3)).isEqualTo("abc");
        assertThatThrownBy(() -> HttpBody.of("abcd").text(3)).hasMessageContaining("more than 3");
        assertThat(HttpBody.EMPTY.length()).isZero();
    }
}
