package dev.netrarium.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {
    @Test
    void equalityIgnoresCaseAndTheSpellingIsKept() {
        DomainName name = DomainName.of("WWW.Server.com");
        assertThat(name).isEqualTo(DomainName.of("www.server.COM.")).hasSameHashCodeAs(DomainName.of("www.server.com"));
        assertThat(name).hasToString("WWW.Server.com.");
        assertThat(name.sameSpelling(DomainName.of("www.server.com"))).isFalse();
        assertThat(name.compareTo(DomainName.of("www.server.com"))).isZero();
    }

    @Test
    void onlyAsciiLettersHaveCase() {
        assertThat(DomainName.of("\\193.")).isNotEqualTo(DomainName.of("\\225."));
        assertThat(DomainName.of("[.")).isNotEqualTo(DomainName.of("{."));
    }

    @Test
    void theTreeIsWalkedByParentsAndAncestors() {
        DomainName www = DomainName.of("www.server.com");
        assertThat(www.parent()).isEqualTo(DomainName.of("server.com"));
        assertThat(www.ancestor(1)).isEqualTo(DomainName.of("com"));
        assertThat(www.ancestor(0)).isEqualTo(DomainName.ROOT);
        assertThat(www.isBelow(DomainName.of("COM"))).isTrue();
        assertThat(www.isAtOrBelow(www)).isTrue();
        assertThat(www.isBelow(www)).isFalse();
        assertThat(DomainName.of("notserver.com").isAtOrBelow(DomainName.of("server.com")))
                .isFalse();
        assertThatThrownBy(DomainName.ROOT::parent).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void escapesStandForAnyOctet() {
        DomainName name = DomainName.of("a\\.b\\000\\\\.com");
        assertThat(name.labelCount()).isEqualTo(2);
        assertThat(name).hasToString("a\\.b\\000\\\\.com.");
        assertThat(DomainName.of(name.toString())).isEqualTo(name);
    }

    /** The example of RFC 4034 §6.1. */
    @Test
    void canonicalOrderComparesFromTheRight() {
        List<DomainName> ordered = Stream.of(
                        "example",
                        "a.example",
                        "yljkjljk.a.example",
                        "Z.a.example",
                        "zABC.a.EXAMPLE",
                        "z.example",
                        "\\001.z.example",
                        "*.z.example",
                        "\\200.z.example")
                .map(DomainName::of)
                .toList();
        assertThat(ordered.reversed().stream().sorted()).containsExactlyElementsOf(ordered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a..b", ".a", "a\\", "a\\25", "a\\256.", "sp ace", "ü.com"})
    void badTextIsRefused(String text) {
        assertThatThrownBy(() -> DomainName.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lengthsAreBounded() {
        String label = "x".repeat(63);
        assertThat(DomainName.of(label).labelCount()).isEqualTo(1);
        assertThatThrownBy(() -> DomainName.of(label + "x")).hasMessageContaining("63 bytes");
        String longest = label + "." + label + "." + label + "." + "y".repeat(61);
        assertThat(DomainName.of(longest).lengthBytes()).isEqualTo(DomainName.MAX_BYTES);
        assertThat(DomainName.of(longest).wildcardChild()).isNull();
        assertThatThrownBy(() -> DomainName.of(longest + "y")).hasMessageContaining("255 bytes");
        assertThat(DomainName.of("a.".repeat(127)).labelCount()).isEqualTo(127);
    }
}
