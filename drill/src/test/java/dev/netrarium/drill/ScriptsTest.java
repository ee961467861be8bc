package dev.netrarium.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every script of this repository holds, over IPv4 and IPv6, and whichever of equal times comes first. */
class ScriptsTest {
    static Stream<Path> scripts() {
        return Scripts.all().stream();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void holdsOverBothFamilies(Path script) {
        List<ScriptResult> results = new Drill(true).run(script.toString(), Scripts.text(script));
        assertThat(results).isNotEmpty().allSatisfy(result -> {
            assertThat(result.explanation()).isEmpty();
            assertThat(result.verdict()).isEqualTo(ScriptResult.Verdict.PASSED);
            assertThat(result.notes()).noneMatch(note -> note.startsWith("tie-sensitive"));
        });
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void saysWhatItIsAbout(Path script) {
        assertThat(Scripts.text(script)).startsWith("// ");
    }

    @Test
    void whatIsWrittenForOneFamilyRunsOverThatOne() {
        assertThat(new Drill(false).run("a-v4.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3"))
                .extracting(ScriptResult::version)
                .containsExactly(IpVersion.IPV4);
        assertThat(new Drill(false).run("a.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3"))
                .extracting(ScriptResult::version)
                .containsExactly(IpVersion.IPV4, IpVersion.IPV6);
    }

    @Test
    void anIpv4ClientReachesAnIpv6Socket() {
        assertThat(new Drill(false).run("mapped.pkt", "--ip_version=ipv4-mapped-ipv6\n" + Scripts.ACCEPTED))
                .allSatisfy(result -> assertThat(result.explanation()).isEmpty());
    }

    @Test
    void theSameRunGivesTheSameResult() {
        String script = Scripts.text("loss/three-duplicate-acks-resend.pkt");
        assertThat(new Drill(true).run("once", script)).isEqualTo(new Drill(true).run("once", script));
    }
}
