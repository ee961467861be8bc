package dev.netrarium.internet.programs;

import dev.netrarium.web.handlers.Documents;
import dev.netrarium.web.handlers.StaticFiles;
import dev.netrarium.web.server.HttpHandler;
import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** {@code web}: a web server. Options: {@code port} (80), {@code root} (a folder) or {@code text} (the page at /). */
public final class WebServerProvider implements ProgramProvider {
    @Override
    public String name() {
        return "web";
    }

    @Override
    public Program create(Map<String, String> options) {
        Options given = new Options(name(), options, "port", "root", "text");
        return new WebServer(given.port("port", 80), handler(given));
    }

    private static HttpHandler handler(Options given) {
        String root = given.text("root", "");
        if (root.isEmpty()) {
            return Documents.modifiedAt(Instant.EPOCH)
                    .add("/", given.text("text", "It works."))
                    .build();
        }
        try {
            return new StaticFiles(Path.of(root));
        } catch (IOException e) {
            throw new IllegalArgumentException("program web: root " + root + " is no readable folder", e);
        }
    }
}
