package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.IpFamily;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The promise: the same scenario and seed give the same trace hash, whatever else is different. */
@Timeout(60)
class DeterminismTest {
    private static final Runnable NOTHING = () -> {};

    /** Two hosts and a router, three kinds of faults, transfers both ways at once, over both families. */
    private static String run(long seed, boolean watched, Runnable aside) throws Exception {
        try (World world = World.seeded(seed)) {
            Lan near = world.lan("near", "192.0.2.0/24", "2001:db8:1::/64")
                    .delay(Duration.ofMillis(2))
                    .loss(0.02);
            Lan far = world.lan("far", "198.51.100.0/24", "2001:db8:2::/64")
                    .delay(Duration.ofMillis(5))
                    .jitter(Duration.ofMillis(1))
                    .duplication(0.01)
                    .reordering(0.01, Duration.ofMillis(3));
            Node router = world.router("router").join(near).join(far);
            Node a = world.host("a").join(near);
            Node b = world.host("b").join(far);
            near.gateway(router);
            far.gateway(router);
            if (watched) {
                world.trace();
                world.capture(near).to(new ByteArrayOutputStream());
                world.capture(a.port(near)).to(new ByteArrayOutputStream());
            }
            RunningProgram backward =
                    b.start("client", context -> Transfer.run(a, b, a.address(IpFamily.IPV6), 300_000, aside));
            String[] digests = Transfer.run(b, a, b.address(IpFamily.IPV4), 400_000, aside);
            assertThat(digests[1]).isEqualTo(digests[0]);
            backward.join();
            world.run(Duration.ofSeconds(1));
            return world.traceHash();
        }
    }

    @Test
    void theSameSeedGivesTheSameHash() throws Exception {
        assertThat(run(42, false, NOTHING)).isEqualTo(run(42, false, NOTHING));
    }

    @Test
    void anotherSeedGivesAnother() throws Exception {
        assertThat(run(42, false, NOTHING)).isNotEqualTo(run(43, false, NOTHING));
    }

    @Test
    void watchingChangesNothing() throws Exception {
        assertThat(run(42, true, NOTHING)).isEqualTo(run(42, false, NOTHING));
    }

    @Test
    void theRealTimeThatProgramsTakeChangesNothing() throws Exception {
        assertThat(run(42, false, DeterminismTest::dawdle)).isEqualTo(run(42, false, NOTHING));
    }

    @Test
    void anotherJvmGivesTheSameHash() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeterminismTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String there = output(process);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(there).isEqualTo(run(42, false, NOTHING));
    }

    /** Prints the hash of seed 42: what the other JVM runs. */
    public static void main(String[] args) throws Exception {
        System.out.println(run(42, false, NOTHING));
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static void dawdle() {
        if (ThreadLocalRandom.current().nextInt(20) == 0) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
