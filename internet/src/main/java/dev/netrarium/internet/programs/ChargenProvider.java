package dev.netrarium.internet.programs;

import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramProvider;
import java.util.Map;

/** {@code chargen}: see {@link SmallService}. Option: {@code port}. */
public final class ChargenProvider implements ProgramProvider {
    @Override
    public String name() {
        return "chargen";
    }

    @Override
    public Program create(Map<String, String> options) {
        int port = new Options(name(), options, "port").port("port", SmallService.Kind.CHARGEN.port());
        return new SmallService(SmallService.Kind.CHARGEN, port);
    }
}
