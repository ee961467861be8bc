package dev.netrarium.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The scripts of this repository. */
final class Scripts {
    private static final Path FOLDER =
            Files.isDirectory(Path.of("scripts")) ? Path.of("scripts") : Path.of("drill", "scripts");

    private Scripts() {}

    static List<Path> all() {
        try (Stream<Path> below = Files.walk(FOLDER)) {
            return below.filter(path -> path.toString().endsWith(".pkt"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        return text(FOLDER.resolve(name));
    }

    /** A connection that a client has opened and the program has accepted as 4. */
    static final String ACCEPTED = """
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  bind(3, ..., ...) = 0
            +0  listen(3, 1) = 0
            +0  < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>
            +0  > S. 0:0(0) ack 1 <mss 1460,nop,nop,sackOK,nop,wscale 8>
            +.1 < . 1:1(0) ack 1 win 257
            +0  accept(3, ..., ...) = 4
            """;
}
