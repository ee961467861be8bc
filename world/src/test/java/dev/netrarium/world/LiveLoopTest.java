package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.Timer;
import dev.netrarium.stack.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same calls in real time. No figure here depends on how fast the machine is. */
@Timeout(30)
class LiveLoopTest {
    @Test
    void timePassesByItself() throws Exception {
        try (World world = World.live()) {
            long before = world.now();
            world.run(Duration.ofMillis(20));
            assertThat(world.now() - before).isGreaterThanOrEqualTo(20_000_000);
        }
    }

    @Test
    void eventsHappenInTheOrderOfTheirTimesAndTheirLatenessIsMeasured() throws Exception {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        try (World world = World.live()) {
            long now = world.now();
            world.at(Duration.ofNanos(now + 30_000_000), () -> log.add("b"));
            world.at(Duration.ofNanos(now + 10_000_000), () -> log.add("a"));
            world.at(Duration.ofNanos(now + 30_000_000), () -> log.add("c"));
            assertThat(world.runUntilIdle(Duration.ofSeconds(20))).isTrue();

            assertThat(world.lateness().events()).isEqualTo(3);
            assertThat(world.lateness().most())
                    .isGreaterThanOrEqualTo(world.lateness().mean());
        }
        assertThat(log).containsExactly("a", "b", "c");
    }

    @Test
    void programsRunBesideEachOtherAndCanBeWaitedFor() throws Exception {
        try (World world = World.live()) {
            Node host = world.host("h");
            Waiter waiter = new Waiter();
            RunningProgram sleeper = host.start("sleeper", context -> {
                context.sleep(Duration.ofMillis(5));
                world.loop().enter();
                waiter.signal();
                world.loop().leave();
            });
            world.loop().enter();
            boolean signalled = world.loop().await(waiter, Timer.NEVER);
            world.loop().leave();
            sleeper.join();

            assertThat(signalled).isTrue();
            assertThat(sleeper.isRunning()).isFalse();
        }
    }

    @Test
    void closingInterruptsProgramsAndLeavesNoThread() throws Exception {
        World world = World.live();
        RunningProgram sleeper = world.host("h").start("sleeper", context -> context.sleep(Duration.ofHours(1)));
        RunningProgram failing = world.host("g").start("bad", context -> {
            throw new IllegalStateException("oh");
        });
        failing.join();

        assertThatThrownBy(world::close).isInstanceOf(ProgramFailedException.class);
        assertThat(sleeper.isRunning()).isFalse();
        assertThat(sleeper.failure()).isNull();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("netrarium-"));
    }
}
