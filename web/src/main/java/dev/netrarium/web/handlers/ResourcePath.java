package dev.netrarium.web.handlers;

import dev.netrarium.web.PercentCoding;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request as the names of folders and files. Whatever could lead out of a folder makes no names: dot segments, encoded or not,
 * separators of any system inside a name, and control characters.
 *
 * @param segments the names, decoded; no name is empty
 * @param isFolder whether the path ends in {@code /}
 */
record ResourcePath(List<String> segments, boolean isFolder) {
    /**
     * Takes a path apart.
     *
     * @param path percent-encoded, beginning with {@code /}
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static ResourcePath parse(String path) {
        List<String> segments = new ArrayList<>();
        String[] parts = path.split("/", -1);
        for (int i = 1; i < parts.length; i++) {
            String name = PercentCoding.decode(parts[i]);
            if (name.isEmpty() && i == parts.length - 1) {
                break;
            }
            check(name);
            segments.add(name);
        }
        return new ResourcePath(List.copyOf(segments), path.endsWith("/"));
    }

    /**
     * Checks a path that is not taken apart.
     *
     * @throws IllegalArgumentException if one of its segments is {@code .} or {@code ..}, encoded or not
     */
    static void checkDots(String path) {
        for (String segment : path.split("/", -1)) {
            checkDot(PercentCoding.decode(segment));
        }
    }

    private static void checkDot(String name) {
        if (name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("the path has a dot segment, which could lead out of its folder");
        }
    }

    private static void check(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an empty name in the path");
        }
        checkDot(name);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == '\\' || c < ' ' || c == 0x7f) {
                throw new IllegalArgumentException("a name in the path holds a separator or a control character");
            }
        }
    }
}
