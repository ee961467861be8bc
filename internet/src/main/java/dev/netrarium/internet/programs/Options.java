package dev.netrarium.internet.programs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of a program in a scenario, read with errors that say what would be right. */
final class Options {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|h|d)");

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

    /** What stands between commas; none when the option is missing. */
    List<String> list(String name) {
        String text = given.getOrDefault(name, "").strip();
        return text.isEmpty() ? List.of() : List.of(text.split("\\s*,\\s*"));
    }

    /** As {@link #list(String)}, each converted; what the conversion says is wrong is told with the option's name. */
    <T> List<T> list(String name, Function<String, T> convert) {
        List<T> all = new ArrayList<>();
        for (String each : list(name)) {
            try {
                all.add(convert.apply(each));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("program " + program + ": " + name + ": " + e.getMessage(), e);
            }
        }
        return all;
    }

    boolean flag(String name, boolean otherwise) {
        String text = given.getOrDefault(name, Boolean.toString(otherwise));
        return switch (text) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default ->
                throw new IllegalArgumentException(
                        "program " + program + ": " + name + " is yes or no, not \"" + text + "\"");
        };
    }

    /** A number of the range. */
    int number(String name, int otherwise, int least, int most) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(noNumber(name, text, least, most), e);
        }
        throw new IllegalArgumentException(noNumber(name, text, least, most));
    }

    /** A time as scenarios write it: {@code 500ms}, {@code 90s}, {@code 10min}, {@code 12h}, {@code 1d}. */
    Duration time(String name, Duration otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        Matcher matcher = TIME.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("program " + program + ": " + name
                    + " is a time such as 500ms, 90s, 10min, 12h or 1d, not \"" + text + "\"");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "min" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private String noNumber(String name, String text, int least, int most) {
        return "program " + program + ": " + name + " is a number from " + least + " to " + most + ", not \"" + text
                + "\"";
    }

    private String noPort(String name, String text) {
        return "program " + program + ": " + name + " is a port from 1 to 65535, not \"" + text + "\"";
    }
}
