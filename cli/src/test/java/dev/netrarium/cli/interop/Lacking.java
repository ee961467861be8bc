package dev.netrarium.cli.interop;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a machine lacks for these tests: told loudly and skipped, or, in continuous integration, a failure. */
final class Lacking {
    private Lacking() {}

    /** Goes on only with root's rights, a TUN/TAP driver and these programs. */
    static void anyOf(String... programs) {
        List<String> lacks = new ArrayList<>();
        if (!System.getProperty("os.name").equals("Linux")) {
            lacks.add("Linux");
        }
        if (!System.getProperty("user.name").equals("root")) {
            lacks.add("root's rights");
        }
        if (!Files.exists(Path.of("/dev/net/tun"))) {
            lacks.add("/dev/net/tun");
        }
        for (String program : programs) {
            if (find(program).isEmpty()) {
                lacks.add(program);
            }
        }
        if (lacks.isEmpty()) {
            return;
        }
        String sentence = "Interop with Linux needs " + String.join(", ", lacks) + ", which this machine lacks";
        if ("true".equals(System.getenv("CI"))) {
            fail(sentence + "; in continuous integration it must be there");
        }
        System.err.println("SKIPPED: " + sentence);
        abort(sentence);
    }

    private static List<Path> find(String program) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .toList();
    }
}
