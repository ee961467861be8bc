package dev.netrarium.internet.programs;

import java.util.List;
import java.util.Map;

/** The options of a program in a scenario, read with errors that say what would be right. */
final class Options {
    private final String program;
    private final Map<String, String> given;

    /**
     * @throws IllegalArgumentException when an option is none of {@code known}
     */
    Options(String program, Map<String, String> given, String... known) {
        this.program = program;
        this.given = given;
        List<String> names = List.of(known);
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "program " + program + " has no option \"" + name + "\"; it has " + String.join(", ", names));
            }
        }
    }

    String text(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    /**
     * @throws IllegalArgumentException when the option is missing
     */
    String required(String name) {
        String text = given.get(name);
        if (text == null) {
            throw new IllegalArgumentException("program " + program + " needs the option \"" + name + "\"");
        }
        return text;
    }

    int port(String name, int otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(noPort(name, text), e);
        }
        throw new IllegalArgumentException(noPort(name, text));
    }

    private String noPort(String name, String text) {
        return "program " + program + ": " + name + " is a port from 1 to 65535, not \"" + text + "\"";
    }
}
