package dev.netrarium.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFieldsTest {
    @Test
    void keepsOrderAndComparesNamesWithoutCase() {
        HttpFields fields = HttpFields.of("Host", "a", "Via", "1.1 x", "via", "1.1 y");

        assertThat(fields.first("HOST")).isEqualTo("a");
        assertThat(fields.all("Via")).containsExactly("1.1 x", "1.1 y");
        assertThat(fields.first("Date")).isNull();
        assertThat(fields.with("VIA", "z")).isEqualTo(HttpFields.of("host", "a", "via", "z"));
        assertThat(fields.with("VIA", "z")).hasSameHashCodeAs(HttpFields.of("host", "a", "via", "z"));
        assertThat(fields.without("via").size()).isEqualTo(1);
    }

    @Test
    void readsListsOverSeveralLines() {
        HttpFields fields = HttpFields.of("Accept", "a , ,b;q=\"1,2\\\"\"", "accept", ",c,");

        assertThat(fields.elements("Accept")).containsExactly("a", "b;q=\"1,2\\\"\"", "c");
        assertThat(HttpFields.of("Connection", "Upgrade, CLOSE").hasElement("connection", "close"))
                .isTrue();
        assertThat(HttpFields.of("Connection", "closed").hasElement("connection", "close"))
                .isFalse();
    }

    @Test
    void takesBlanksOffValues() {
        assertThat(HttpFields.of("A", " \t b c\t").first("a")).isEqualTo("b c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nInjected: b", "a\nb", "a\rb", "a\0b", "a\u007fb", "a\u001bb", "\u0100"})
    void aValueCannotInjectALine(String value) {
        assertThatThrownBy(() -> HttpFields.of("Name", value)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\n", "ü", "(a)"})
    void aNameIsAToken(String name) {
        assertThatThrownBy(() -> HttpFields.of(name, "a")).isInstanceOf(IllegalArgumentException.class);
    }
}
