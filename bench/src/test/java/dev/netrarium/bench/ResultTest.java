package dev.netrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTest {
    private static final Result SLOW =
            new Result("tcp", "64k", List.of(new Figure("gbit_per_s", "Gbit/s", 9.876), new Figure("n", "n", 12345.6)));
    private static final Result FAST = new Result(
            "tcp", "1m", List.of(new Figure("gbit_per_s", "Gbit/s", 0.01), new Figure("n", "n", Double.NaN)));

    @Test
    void runsStandSideBySide() {
        assertThat(Result.table(List.of(SLOW, FAST)))
                .containsExactly(
                        "tcp       64k    1m", //
                        "Gbit/s   9.88  0.01",
                        "n       12346     -");
    }

    @Test
    void programsGetTheNumbersThatWereMeasured() {
        assertThat(SLOW.asMap()).containsExactlyEntriesOf(map("64k", 9.876, 12345.6));
        assertThat(FAST.asMap()).containsEntry("gbit_per_s", 0.01).doesNotContainKey("n");
        assertThat(SLOW.value("n")).isEqualTo(12345.6);
        assertThatThrownBy(() -> SLOW.value("m")).hasMessageContaining("no figure m");
    }

    private static Map<String, Object> map(String variant, double rate, double n) {
        Map<String, Object> map = new java.util.LinkedHashMap<>();
        map.put("benchmark", "tcp");
        map.put("variant", variant);
        map.put("gbit_per_s", rate);
        map.put("n", n);
        return map;
    }
}
