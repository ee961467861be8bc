package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server starts a program for each connection: what a world remembers of them is bounded. */
class StartedProgramsTest {
    private static final int CONNECTIONS = 3 * StartedPrograms.MOST_ENDED;

    private static World world(boolean live) {
        return live ? World.live() : World.seeded(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ofThoseThatHaveEndedTheLastAreRemembered(boolean live) throws Exception {
        try (World world = world(live)) {
            Node web = world.host("web");
            RunningProgram server = web.start("server", context -> context.sleep(Duration.ofHours(1)));
            for (int i = 0; i < CONNECTIONS; i++) {
                web.start("connection-" + i, _ -> {}).join();
            }
            List<String> expected = new ArrayList<>(List.of("server"));
            IntStream.range(CONNECTIONS - StartedPrograms.MOST_ENDED, CONNECTIONS)
                    .forEach(i -> expected.add("connection-" + i));
            assertThat(web.programs()).extracting(RunningProgram::name).isEqualTo(expected);
            assertThat(server.isRunning()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allThatRunAreThere(boolean live) throws Exception {
        try (World world = world(live)) {
            Node web = world.host("web");
            for (int i = 0; i < CONNECTIONS; i++) {
                web.start("connection-" + i, context -> context.sleep(Duration.ofHours(1)));
            }
            assertThat(web.programs()).hasSize(CONNECTIONS).allMatch(RunningProgram::isRunning);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFirstFailuresAreKeptAndTheOthersCounted(boolean live) throws Exception {
        World world = world(live);
        Node web = world.host("web");
        for (int i = 0; i < Failures.MOST + 20; i++) {
            web.start("connection-" + i, _ -> {
                        throw new IOException("no luck");
                    })
                    .join();
        }
        Throwable thrown = catchThrowable(world::check);
        assertThat(thrown)
                .hasMessage("program connection-0 on web failed: java.io.IOException: no luck, and 119 others")
                .hasCauseInstanceOf(IOException.class);
        assertThat(thrown.getSuppressed()).hasSize(Failures.MOST - 1);
        world.close();
    }
}
