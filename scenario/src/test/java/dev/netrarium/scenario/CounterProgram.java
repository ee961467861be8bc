package dev.netrarium.scenario;

import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramProvider;
import java.time.Duration;
import java.util.Map;

/** For tests: counts seconds, up to an option. */
public final class CounterProgram implements ProgramProvider {
    @Override
    public String name() {
        return "counter";
    }

    @Override
    public Program create(Map<String, String> options) {
        int most = Integer.parseInt(options.getOrDefault("upTo", "1000"));
        return context -> {
            for (int i = 0; i < most; i++) {
                context.sleep(Duration.ofSeconds(1));
            }
        };
    }
}
