package dev.netrarium.drill.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code blocks. */
class CodeEvaluatorTest {
    private final CodeEvaluator code = new CodeEvaluator(name -> name.equals("tcpi_snd_cwnd") ? 10L : null);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assert tcpi_snd_cwnd == 10",
                "assert 8 <= tcpi_snd_cwnd <= 10, tcpi_snd_cwnd",
                "assert not 8 <= tcpi_snd_cwnd < 10",
                "assert 1 + 2 * 3 == 7 and (1 | 4) & 4 and -7 // 2 == -4 and -7 % 3 == 2",
                "assert 1 << 4 == 16; assert 'ab' == \"ab\" # and a note",
                "assert 0 or \\\n 1",
                "assert (1 ==\n 1)",
                "x = tcpi_snd_cwnd + 1\nassert x == 0xb",
                "assert not not True; assert ~0 == -1",
            })
    void hold(String block) throws Exception {
        code.run(block);
    }

    @Test
    void variablesLiveFromBlockToBlock() throws Exception {
        code.run("before = tcpi_snd_cwnd");
        code.run("assert before == 10; print(\"cwnd %d\" % before)");
        assertThat(code.printed()).isEqualTo("cwnd 10\n");
    }

    @Test
    void anAssertionThatDoesNotHoldTellsItsValues() {
        assertThatThrownBy(() -> code.run("assert tcpi_snd_cwnd == 9, 'grew'"))
                .hasMessage("assert tcpi_snd_cwnd == 9: grew {tcpi_snd_cwnd=10}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"import os", "assert f(1)", "assert tcpi_x", "while 1: pass", "assert 'a' < 1", "assert 1.5"})
    void whatIsNotKnownIsUnsupported(String block) {
        assertThatThrownBy(() -> code.run(block))
                .isInstanceOfSatisfying(
                        CodeException.class, e -> assertThat(e.isUnsupported()).isTrue());
    }

    @Test
    void whateverComesIsRunOrRefused() {
        RandomStream chance = RandomStream.of(7, "drill", "code");
        String[] pieces = {
            "assert ",
            "print ",
            "x",
            "=",
            "==",
            "(",
            ")",
            "1",
            "0",
            "tcpi_snd_cwnd",
            "+",
            "-",
            "%",
            "/",
            "//",
            "not ",
            "and ",
            "or ",
            "\"s\"",
            ",",
            ";",
            "\n",
            "\\",
            "<",
            "<<",
            "~",
            "[",
            "]",
            "#",
            "0x",
            "9999999999999999999999"
        };
        int ran = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder block = new StringBuilder();
            for (int n = chance.nextInt(12); n >= 0; n--) {
                block.append(pieces[chance.nextInt(pieces.length)]);
            }
            try {
                code.run(block.toString());
                ran++;
            } catch (CodeException e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
        }
        assertThat(ran).isPositive();
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> code.run("assert " + "(".repeat(100_000))).hasMessageContaining("nest at most");
        assertThatThrownBy(() -> code.run("assert " + "-".repeat(100_000))).hasMessageContaining("nest at most");
        assertThatThrownBy(() -> code.run("assert " + "not ".repeat(100_000))).hasMessageContaining("nest at most");
    }
}
