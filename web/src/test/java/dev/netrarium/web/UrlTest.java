package dev.netrarium.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlTest {
    @Test
    void takesEveryPartApart() {
        Url url = Url.parse("HTTP://joe:secret@WWW.Server.com:8080/a/b.html;v=1?x=1&y=%C3%BC#part");

        assertThat(url.scheme()).isEqualTo("http");
        assertThat(url.userInfo()).isEqualTo("joe:secret");
        assertThat(url.host()).isEqualTo(new UrlHost(UrlHost.Kind.NAME, "www.server.com"));
        assertThat(url.port()).isEqualTo(8080);
        assertThat(url.path()).isEqualTo("/a/b.html;v=1");
        assertThat(url.query()).isEqualTo("x=1&y=%C3%BC");
        assertThat(url.fragment()).isEqualTo("part");
        assertThat(url.originForm()).isEqualTo("/a/b.html;v=1?x=1&y=%C3%BC");
        assertThat(url.absoluteForm()).isEqualTo("http://www.server.com:8080/a/b.html;v=1?x=1&y=%C3%BC");
        assertThat(url.authority()).hasToString("www.server.com:8080");
        assertThat(url.authorityForm()).isEqualTo("www.server.com:8080");
    }

    @Test
    void knowsTheDefaultsOfAShortUrl() {
        Url url = Url.parse("http://www.server.com");

        assertThat(url.port()).isEqualTo(80);
        assertThat(url.path()).isEmpty();
        assertThat(url.query()).isNull();
        assertThat(url.fragment()).isNull();
        assertThat(url.originForm()).isEqualTo("/");
        assertThat(url.authority()).hasToString("www.server.com");
        assertThat(url.authorityForm()).isEqualTo("www.server.com:80");
        assertThat(Url.parse("https://a/").port()).isEqualTo(443);
        assertThat(Url.parse("http://a:/").port()).isEqualTo(80);
        assertThat(Url.parse("gopher://a/").port()).isEqualTo(Authority.NO_PORT);
    }

    @Test
    void keepsAnEmptyQueryApartFromNone() {
        assertThat(Url.parse("http://a/?").query()).isEmpty();
        assertThat(Url.parse("http://a/?").originForm()).isEqualTo("/?");
        assertThat(Url.parse("http://a?q").originForm()).isEqualTo("/?q");
        assertThat(Url.parse("http://a/#").fragment()).isEmpty();
        assertThat(Url.parse("http://a/b#c?d/@").fragment()).isEqualTo("c?d/@");
    }

    @ParameterizedTest
    @CsvSource({
        "http://192.0.2.7/, IPV4, 192.0.2.7",
        "http://[2001:DB8::1]:8080/, IPV6, 2001:db8::1",
        "http://[::]/, IPV6, ::",
        "http://[1:2:3:4:5:6:7:8]/, IPV6, 1:2:3:4:5:6:7:8",
        "http://[::ffff:192.0.2.1]/, IPV6, ::ffff:192.0.2.1",
        "http://[1:2:3:4:5:6:7::]/, IPV6, 1:2:3:4:5:6:7::",
        "http://localhost/, NAME, localhost",
        "http://_dmarc.server.com./, NAME, _dmarc.server.com.",
        "http://1a.2b/, NAME, 1a.2b",
        "http://xn--bcher-kva.example/, NAME, xn--bcher-kva.example",
    })
    void tellsTheKindsOfHostApart(String text, UrlHost.Kind kind, String host) {
        assertThat(Url.parse(text).host()).isEqualTo(new UrlHost(kind, host));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "www.server.com/x | 0 | no scheme: did you mean \"http://www.server.com/x\"?",
                "www.server.com:80/ | 0 | no scheme: did you mean \"http://www.server.com:80/\"?",
                "//www.server.com/ | 0 | no scheme: did you mean \"http://www.server.com/\"?",
                "://a/ | 0 | no scheme before \"://\"",
                "http:/a | 5 | no \"//\" after \"http:\"",
                "mailto:a@b.c | 7 | no \"//\" after \"mailto:\"",
                "http:// | 7 | no host after \"//\"",
                "http:///path | 7 | no host after \"//\"",
                "http://?q | 7 | no host after \"//\"",
                "http://joe@/ | 11 | no host after \"@\"",
                "http://:80/ | 7 | no host",
                "http://a:b/ | 9 | the port is not a number",
                "http://a:0/ | 9 | the port is not from 1 to 65535",
                "http://a:65536/ | 9 | the port is not from 1 to 65535",
                "http://a:99999999999999/ | 9 | the port is not from 1 to 65535",
                "http://a:-1/ | 9 | the port is not a number",
                "http://a..b/ | 9 | an empty label in the host name",
                "http://.a/ | 7 | an empty label in the host name",
                "http://./ | 7 | an empty label in the host name",
                "http://a b/ | 8 | a space is not allowed in a host name",
                "http://a%20b/ | 8 | '%' is not allowed in a host name",
                "http://bücher.example/ | 8 | the host name is not ASCII: write it as \"xn--bcher-kva.example\"",
                "http://192.0.2.256/ | 7 | \"256\" is not a number from 0 to 255",
                "http://192.0.2/ | 7 | an IPv4 address has four numbers, this has 3",
                "http://192.0.2.01/ | 7 | \"01\" has a leading zero, which some read as octal",
                "http://2001:db8::1/ | 16 | two \":\" in the host: an IPv6 address stands in brackets",
                "http://[2001:db8::1/ | 19 | no \"]\" after the IPv6 address",
                "http://[1::2::3]/ | 8 | \"::\" twice in the IPv6 address",
                "http://[1:2:3]/ | 8 | an IPv6 address has eight groups, this has 3",
                "http://[1:2:3:4:5:6:7::8]/ | 8 | \"::\" stands for no group in the IPv6 address",
                "http://[g::]/ | 8 | \"g::\" is not an IPv6 address",
                "http://[:::]/ | 8 | \"::\" twice in the IPv6 address",
                "http://[fe80::1%25eth0]/ | 8 | a zone has no place in a URL",
                "http://[::1]x/ | 12 | only a port may follow the IPv6 address",
                "http://a/b c | 10 | a space is not allowed in a path: write it as %20",
                "http://a/ü | 9 | \"ü\" is not allowed in a path: write it as %C3%BC",
                "http://a/😀 | 9 | \"😀\" is not allowed in a path: write it as %F0%9F%98%80",
                "http://a/%4 | 9 | \"%\" without two hexadecimal digits",
                "http://a/%?41 | 9 | \"%\" without two hexadecimal digits",
                "http://a/?q=[ | 12 | '[' is not allowed in a query: write it as %5B",
                "http://a/#b#c | 11 | '#' is not allowed in a fragment: write it as %23",
                "http://j[e@a/ | 8 | '[' is not allowed in the user information: write it as %5B",
            })
    void saysWhatIsWrongAndWhere(String text, int at, String problem) {
        assertThatThrownBy(() -> Url.parse(text)).isInstanceOfSatisfying(UrlSyntaxException.class, e -> {
            assertThat(e.problem()).isEqualTo(problem);
            assertThat(e.at()).isEqualTo(at);
            assertThat(e).hasMessageContaining(problem).hasMessageContaining(text);
        });
    }

    @Test
    void refusesAnEmptyText() {
        assertThatThrownBy(() -> Url.parse(" ")).hasMessageStartingWith("the URL is empty");
    }

    @Test
    void boundsTheNameAsTheDnsDoes() {
        String label = "a".repeat(63);
        assertThat(Url.parse("http://" + label + "/").host().text()).hasSize(63);
        assertThatThrownBy(() -> Url.parse("http://" + label + "a/")).hasMessageContaining("more than 63");
        String longest = (label + ".").repeat(3) + "a".repeat(61);
        assertThat(Url.parse("http://" + longest + "/").host().text()).hasSize(253);
        assertThatThrownBy(() -> Url.parse("http://" + longest + "a/")).hasMessageContaining("more than 253");
    }

    /** The examples that RFC 3986 §5.4 works through, for the base {@code http://a/b/c/d;p?q}. */
    @ParameterizedTest
    @CsvSource({
        "g, http://a/b/c/g",
        "./g, http://a/b/c/g",
        "g/, http://a/b/c/g/",
        "/g, http://a/g",
        "//g, http://g",
        "?y, http://a/b/c/d;p?y",
        "g?y, http://a/b/c/g?y",
        "#s, http://a/b/c/d;p?q#s",
        "g#s, http://a/b/c/g#s",
        "g?y#s, http://a/b/c/g?y#s",
        ";x, http://a/b/c/;x",
        "'', http://a/b/c/d;p?q",
        "., http://a/b/c/",
        "./, http://a/b/c/",
        ".., http://a/b/",
        "../g, http://a/b/g",
        "../.., http://a/",
        "../../g, http://a/g",
        "../../../g, http://a/g",
        "/./g, http://a/g",
        "/../g, http://a/g",
        "g., http://a/b/c/g.",
        "..g, http://a/b/c/..g",
        "./../g, http://a/b/g",
        "./g/., http://a/b/c/g/",
        "g/../h, http://a/b/c/h",
        "g;x=1/../y, http://a/b/c/y",
        "g?y/../x, http://a/b/c/g?y/../x",
        "http://other:81/x/../y, http://other:81/y",
    })
    void resolvesReferences(String reference, String expected) {
        assertThat(Url.parse("http://a/b/c/d;p?q").resolve(reference)).hasToString(expected);
    }

    @Test
    void resolvesAgainstAnEmptyPath() {
        assertThat(Url.parse("http://a").resolve("g")).hasToString("http://a/g");
    }

    @Test
    void comesBackAsTheSameText() {
        for (String text : new String[] {"http://a", "http://u@a:81/b?c#d", "https://[::1]:8443/", "ftp://a/?#"}) {
            assertThat(Url.parse(text)).hasToString(text);
        }
        assertThat(Url.parse("http://a:80/")).hasToString("http://a/");
    }

    @Test
    void anyTextGivesAUrlThatReadsTheSameOrASyntaxError() {
        Random random = new Random(3986);
        String alphabet = "http://a.b:80[]@?#%2e;=&\u00fc \0+~_-";
        int good = 0;
        for (int round = 0; round < 100_000; round++) {
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : "http://");
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                Url url = Url.parse(text.toString());
                assertThat(Url.parse(url.toString())).isEqualTo(url);
                good++;
            } catch (UrlSyntaxException e) {
                assertThat(e.at()).isBetween(0, text.length());
            }
        }
        assertThat(good).isGreaterThan(1000);
    }
}
