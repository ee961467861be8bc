package dev.netrarium.internet.programs;

import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramProvider;
import java.util.Map;

/** {@code discard}: see {@link SmallService}. Option: {@code port}. */
public final class DiscardProvider implements ProgramProvider {
    @Override
    public String name() {
        return "discard";
    }

    @Override
    public Program create(Map<String, String> options) {
        int port = new Options(name(), options, "port").port("port", SmallService.Kind.DISCARD.port());
        return new SmallService(SmallService.Kind.DISCARD, port);
    }
}
