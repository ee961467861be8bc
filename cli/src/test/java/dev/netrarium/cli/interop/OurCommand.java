package dev.netrarium.cli.interop;

import java.util.ArrayList;
import java.util.List;

/** {@code netrarium …} as a process of its own, on the class path of these tests. */
final class OurCommand {
    private OurCommand() {}

    /** The words to start it with. */
    static List<String> words(String... arguments) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                "dev.netrarium.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }
}
