package dev.netrarium.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.world.Lan;
import dev.netrarium.world.Link;
import dev.netrarium.world.Node;
import dev.netrarium.world.RunningProgram;
import dev.netrarium.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scenarios become worlds, and worlds scenarios. */
@Timeout(30)
class ScenarioWorldTest {
    /** Fetches from the server of two-sites.yaml; answers the bytes read. */
    private static int fetch(World world) throws Exception {
        int bytes = 0;
        try (TcpSocket socket = world.node("laptop")
                .sockets()
                .connect(Endpoint.of(world.node("server").address(), 7))) {
            byte[] buffer = new byte[4096];
            int read;
            while ((read = socket.read(buffer, 0, buffer.length)) >= 0) {
                bytes += read;
            }
        }
        return bytes;
    }

    @Test
    void aScenarioIsBuiltWithItsProgramsAndItsEvents() throws Exception {
        try (World world = Scenario.read(ScenarioReaderTest.twoSites()).build()) {
            assertThat(world.seed()).isEqualTo(42);
            assertThat(world.node("box").isRouter()).isTrue();
            assertThat(world.node("server").programs())
                    .extracting(RunningProgram::name)
                    .containsExactly("marker", "counter");
            assertThat(fetch(world)).isEqualTo(50_000);

            Link line = world.links().get(0);
            world.run(Duration.ofMillis(2200).minusNanos(world.now()));
            assertThat(line.forward().conditions().cut()).isTrue();
            world.run(Duration.ofMillis(3100).minusNanos(world.now()));
            assertThat(line.forward().conditions().cut()).isFalse();
            assertThat(line.forward().conditions().loss()).isEqualTo(0.01);
            assertThat(line.backward().conditions().loss()).isEqualTo(0.3);
            world.run(Duration.ofSeconds(1));
            assertThat(world.lans().get(0).conditions().delay()).isEqualTo(Duration.ofMillis(1));
        }
    }

    @Test
    void theSameScenarioAndSeedGiveTheSameRun() throws Exception {
        String first = hash(Scenario.read(ScenarioReaderTest.twoSites()), 42);
        assertThat(hash(Scenario.read(ScenarioReaderTest.twoSites()), 42)).isEqualTo(first);
        assertThat(hash(Scenario.read(ScenarioReaderTest.twoSites()), 43)).isNotEqualTo(first);
    }

    @Test
    void aWorldWrittenDownAndBuiltAgainRunsTheSame() throws Exception {
        Scenario original = Scenario.read(ScenarioReaderTest.twoSites());
        Scenario surveyed;
        try (World world = original.build()) {
            surveyed = Scenario.of(world);
        }
        Scenario again = Scenario.read(surveyed.toYaml());

        assertThat(again).isEqualTo(surveyed);
        try (World world = again.build()) {
            assertThat(Scenario.of(world)).isEqualTo(surveyed);
        }
        Scenario withEvents = new Scenario(
                again.seed(), again.epoch(), again.lans(), again.hosts(), original.links(), original.events());
        assertThat(hash(withEvents, 42)).isEqualTo(hash(original, 42));
    }

    @Test
    void aWorldMadeInCodeIsWrittenAsYaml() {
        try (World world = World.seeded(5)) {
            Lan lan = world.lan("192.0.2.0/24", "2001:db8::/64")
                    .delay(Duration.ofMillis(5))
                    .loss(0.01);
            Node gate = world.router("gate").join(lan);
            Node web = world.host("web").join(lan);
            lan.gateway(gate);
            world.link(gate, "10.0.0.1/30", world.host("far"), "10.0.0.2/30").bandwidth(2_500_000);
            gate.route("default", "10.0.0.2");
            web.start("counter", Map.of("upTo", "3"));
            web.start("given as code", context -> context.sleep(Duration.ofSeconds(1)));

            assertThat(Scenario.of(world).toYaml()).isEqualTo("""
                    seed: 5
                    lans:
                      lan1:
                        prefixes:
                        - 192.0.2.0/24
                        - 2001:db8::/64
                        gateway: gate
                        delay: 5ms
                        loss: 1%
                    hosts:
                      gate:
                        router: true
                        lans:
                          lan1:
                          - 192.0.2.1/24
                          - 2001:db8::1/64
                        routes:
                          default: 10.0.0.2
                      web:
                        lans:
                          lan1:
                          - 192.0.2.2/24
                          - 2001:db8::2/64
                        programs:
                        - counter:
                            upTo: "3"
                      far: {}
                    links:
                    - left: gate
                      left-addresses:
                      - 10.0.0.1/30
                      right: far
                      right-addresses:
                      - 10.0.0.2/30
                      bandwidth: 2500kbit/s
                    """);
        }
    }

    @Test
    void whatDoesNotFitTogetherIsSaidWhenBuilding() {
        assertThatThrownBy(
                        () -> Scenario.read("hosts: {a: {programs: [nothing]}}").build())
                .isInstanceOf(ScenarioException.class)
                .hasMessage(
                        "the scenario cannot be built: no program is called \"nothing\"; there are: counter, marker");
        assertThatThrownBy(() ->
                        Scenario.read("hosts: {a: {}}\nlans: {x: {gateway: a}}").build())
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("a has not joined x");
    }

    private static String hash(Scenario scenario, long seed) throws Exception {
        try (World world = scenario.build(seed)) {
            assertThat(List.of(fetch(world), fetch(world))).containsOnly(50_000);
            return world.traceHash();
        }
    }
}
