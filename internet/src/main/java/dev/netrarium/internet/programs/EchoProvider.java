package dev.netrarium.internet.programs;

import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramProvider;
import java.util.Map;

/** {@code echo}: see {@link SmallService}. Option: {@code port}. */
public final class EchoProvider implements ProgramProvider {
    @Override
    public String name() {
        return "echo";
    }

    @Override
    public Program create(Map<String, String> options) {
        int port = new Options(name(), options, "port").port("port", SmallService.Kind.ECHO.port());
        return new SmallService(SmallService.Kind.ECHO, port);
    }
}
