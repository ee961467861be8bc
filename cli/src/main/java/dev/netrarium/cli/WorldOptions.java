package dev.netrarium.cli;

import dev.netrarium.internet.DefaultInternet;
import dev.netrarium.scenario.Scenario;
import dev.netrarium.scenario.ScenarioException;
import dev.netrarium.world.World;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which world a command runs in, and how its access link fares: the default one, or a scenario's. */
final class WorldOptions {
    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "The world of this scenario instead of the default one.")
    @Nullable Path scenario;

    /** Of the home's access link; there is out of the home. */
    @Mixin
    CableOptions access = new CableOptions();

    @Option(names = "--cut", description = "Cut the home's access link.")
    boolean cut;

    /** True when options ask for what only the default world has. */
    boolean conditionsTheAccessLink() {
        return cut || !access.isPlain();
    }

    /** Builds the world, which the caller closes. */
    World build() throws IOException {
        Path file = scenario;
        if (file == null) {
            DefaultInternet internet = new DefaultInternet(World.seeded(access.seed()));
            condition(internet);
            return internet.world();
        }
        try {
            Scenario read = Scenario.read(file);
            Long seed = access.seed;
            return read.build(seed == null ? read.seed() : seed);
        } catch (ScenarioException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private void condition(DefaultInternet internet) {
        internet.access().forward().change(access::applyThere);
        internet.access().backward().change(access::applyBack);
        if (cut) {
            internet.access().cut();
        }
    }
}
