package dev.netrarium.cli;

import dev.netrarium.internet.DefaultInternet;
import dev.netrarium.scenario.Scenario;
import dev.netrarium.scenario.ScenarioException;
import dev.netrarium.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which world a command runs in, and how its access link fares: the default one, or a scenario's. */
final class WorldOptions {
    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "The world of this scenario instead of the default one.")
    @Nullable Path scenario;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The world's seed (1, or the scenario's): all chance comes from it.")
    @Nullable Long seed;

    @Option(
            names = "--loss",
            paramLabel = "P",
            converter = ProbabilityConverter.class,
            description = "Lose frames on the home's access link, each way, with this probability: 2%%, 0.02.")
    @Nullable Double loss;

    @Option(
            names = "--delay",
            paramLabel = "D",
            converter = DurationConverter.class,
            description = "One-way delay of the home's access link: 20ms (4ms unless given).")
    @Nullable Duration delay;

    @Option(names = "--cut", description = "Cut the home's access link.")
    boolean cut;

    /** True when options ask for what only the default world has. */
    boolean conditionsTheAccessLink() {
        return loss != null || delay != null || cut;
    }

    /** Builds the world, which the caller closes. */
    World build() throws IOException {
        Path file = scenario;
        if (file == null) {
            DefaultInternet internet = new DefaultInternet(World.seeded(seed == null ? 1 : seed));
            condition(internet);
            return internet.world();
        }
        try {
            Scenario read = Scenario.read(file);
            return read.build(seed == null ? read.seed() : seed);
        } catch (ScenarioException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private void condition(DefaultInternet internet) {
        if (loss != null) {
            internet.access().loss(loss);
        }
        if (delay != null) {
            internet.access().delay(delay);
        }
        if (cut) {
            internet.access().cut();
        }
    }
}
