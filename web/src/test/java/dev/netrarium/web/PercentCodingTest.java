package dev.netrarium.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PercentCodingTest {
    @Test
    void encodesAllButUnreserved() {
        assertThat(PercentCoding.encode("aZ09-._~ /?ü😀")).isEqualTo("aZ09-._~%20%2F%3F%C3%BC%F0%9F%98%80");
    }

    @Test
    void decodesWhatItEncodes() {
        String text = "100 % of ü, 😀 and +";
        assertThat(PercentCoding.decode(PercentCoding.encode(text))).isEqualTo(text);
        assertThat(PercentCoding.decode("a+b%c3%bc")).isEqualTo("a+bü");
    }

    @Test
    void refusesWhatIsNoEncoding() {
        assertThatThrownBy(() -> PercentCoding.decode("%")).hasMessageContaining("two hexadecimal digits");
        assertThatThrownBy(() -> PercentCoding.decode("%4g")).hasMessageContaining("two hexadecimal digits");
        assertThatThrownBy(() -> PercentCoding.decode("%FF")).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> PercentCoding.decode("%C0%AF")).hasMessageContaining("UTF-8");
    }
}
