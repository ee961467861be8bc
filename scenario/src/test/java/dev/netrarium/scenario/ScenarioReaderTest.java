package dev.netrarium.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.world.BurstLoss;
import dev.netrarium.world.Conditions;
import dev.netrarium.world.QueueLimit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenarios as text: what they mean, what is wrong with them, and how they are written again. */
class ScenarioReaderTest {
    static String twoSites() throws IOException {
        try (var in = ScenarioReaderTest.class.getResourceAsStream("/two-sites.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aScenarioMeansWhatItSays() throws IOException {
        Scenario scenario = Scenario.read(twoSites());

        assertThat(scenario.seed()).isEqualTo(42);
        assertThat(scenario.lans().get(0))
                .isEqualTo(new LanEntry(
                        "home",
                        List.of("192.168.1.0/24", "2001:db8:1::/64"),
                        "box",
                        Conditions.PERFECT.with(
                                c -> c.delay(Duration.ofNanos(200_000)).bandwidth(1_000_000_000))));
        assertThat(scenario.hosts()).extracting(HostEntry::name).containsExactly("laptop", "box", "edge", "server");
        assertThat(scenario.hosts().get(0).lans()).containsExactly(new HostEntry.Joining("home", null));
        assertThat(scenario.hosts().get(3).programs())
                .containsExactly(
                        new HostEntry.ProgramEntry("marker", Map.of()),
                        new HostEntry.ProgramEntry("counter", Map.of("upTo", "3", "label", "three")));
        LinkEntry line = scenario.links().get(0);
        assertThat(line.forward().queue()).isEqualTo(QueueLimit.packets(50));
        assertThat(line.forward().loss()).isEqualTo(0.01);
        assertThat(line.backward().loss()).isEqualTo(0.025);
        assertThat(line.backward().burstLoss()).isEqualTo(BurstLoss.of(0.01, 0.25));
        assertThat(line.backward().delay()).isEqualTo(Duration.ofMillis(20));
        assertThat(scenario.events()).hasSize(4);
        assertThat(scenario.events().get(2))
                .isEqualTo(new EventEntry(
                        Duration.ofSeconds(3),
                        "line",
                        EventEntry.Way.BACKWARD,
                        Map.of("loss", "30%", "reordering", "2% 5ms")));
    }

    @Test
    void whatIsWrittenIsReadAgainAsTheSame() throws IOException {
        Scenario scenario = Scenario.read(twoSites());

        assertThat(Scenario.read(scenario.toYaml())).isEqualTo(scenario);
        assertThat(Scenario.read("")).isEqualTo(Scenario.read(Scenario.read("").toYaml()));
    }

    @Test
    void theExampleIsAScenario() throws IOException {
        Path here = Path.of("").toAbsolutePath(); // the repository, or a room of it
        Path examples = here.resolve("examples");
        if (!Files.isDirectory(examples)) {
            examples = here.resolveSibling("examples");
        }
        assertThat(Scenario.read(examples.resolve("two-sites.yaml")).hosts()).hasSize(4);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "lans: {home: {los: 1%}}|scenario:1: unknown key \"los\" in lan home; did you mean \"loss\"?",
                "lan: {}|scenario:1: unknown key \"lan\" in a scenario; did you mean \"lans\"?",
                "zzzzzzzz: 1|unknown key \"zzzzzzzz\" in a scenario; there are: seed, epoch, lans, hosts, links, events",
                "hosts:\\n  a:\\n    lans: [hom]\\nlans: {home: {}}|scenario:3: there is no lan \"hom\"; did you mean \"home\"?",
                "lans:\\n  home:\\n    delay: 5|scenario:3: \"5\" is no duration; write 5ms, 200us, 1.5s, 2min or 1h",
                "lans: {home: {loss: 120%}}|\"120%\" is no probability; write 1% or 0.01",
                "lans: {home: {bandwidth: fast}}|\"fast\" is no rate; write 100Mbit/s, 1Gbit/s, 56kbit/s or unlimited",
                "lans: {home: {queue: 5}}|\"5\" is no queue; write 100 packets, 64000 bytes, both with a comma, or none",
                "lans: {home: {mtu: 20}}|MTUs are 68 to 65535 bytes: 20",
                "lans: {home: {prefixes: 192.168.1.0/33}}|no IPV4 prefix has 33 bits",
                "seed: x|scenario:1: \"x\" is not a whole number",
                "epoch: today|\"today\" is no date; write 2026-01-01T00:00:00Z",
                "hosts: {a: {}, a: {}}|\"a\" stands here twice",
                "links:\\n  - left: a|scenario:2: a link needs \"right\"",
                "links: [{left: a, right: b}]|there is no host \"a\"",
                "hosts: {a: {}, b: {}}\\nlinks: [{left: a, right: b}, {left: a, right: b}]|two things are called \"a--b\"",
                "lans: {x: {}}\\nevents: [{at: 1s, on: x}]|an event changes something",
                "lans: {x: {}}\\nevents: [{at: 1s, on: x, way: forward, cut: true}]|a lan has no way",
                "hosts: [a, b]|scenario:1: \"hosts\" is written as keys with values",
                "hosts: {a: {routes: {default: nowhere}}}|scenario:1: ",
                "a: [|not YAML",
                "seed: 1\\n---\\nseed: 2|scenario:3: a second document begins",
            })
    void mistakesAreNamedWithTheirLineAndTheirRemedy(String yaml, String message) {
        assertThatThrownBy(() -> Scenario.read(yaml.replace("\\n", "\n")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message);
    }

    @Test
    void noMutationOfAScenarioEscapesAsAnotherException() throws IOException {
        String text = twoSites();
        RandomStream chance = RandomStream.of(11, "scenario", "mutation");
        for (int i = 0; i < 3000; i++) {
            StringBuilder mutant = new StringBuilder(text);
            for (int n = chance.nextInt(4); n >= 0; n--) {
                int at = chance.nextInt(mutant.length());
                switch (chance.nextInt(3)) {
                    case 0 -> mutant.setCharAt(at, (char) (32 + chance.nextInt(95)));
                    case 1 -> mutant.deleteCharAt(at);
                    default -> mutant.insert(at, "{}[]:-&*!|>'\"%@#,\n \t".charAt(chance.nextInt(20)));
                }
            }
            try {
                Scenario.read(mutant.toString());
            } catch (ScenarioException e) {
                assertThat(e).hasMessageStartingWith("scenario:");
            }
        }
    }
}
