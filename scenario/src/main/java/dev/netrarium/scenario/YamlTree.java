package dev.netrarium.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML document whose parts know the line they stand on, so that an error can name it. */
sealed interface YamlTree {
    /** Nested deeper than this, no scenario is sane. */
    int MOST_DEPTH = 20;

    /** The line, from 1. */
    int line();

    /** A word, a number, or nothing ("null" and "~"). */
    record Scalar(int line, String text, boolean isNull) implements YamlTree {}

    record Sequence(int line, List<YamlTree> items) implements YamlTree {}

    record Mapping(int line, Map<String, Entry> entries) implements YamlTree {}

    /** A value and the line of its key. */
    record Entry(int line, YamlTree value) {}

    /**
     * Reads one document; an empty one is an empty mapping.
     *
     * @throws ScenarioException when it is not YAML, repeats a key, or has a second document
     */
    static YamlTree parse(String file, String text) {
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return new Mapping(1, Map.of());
            }
            YamlTree tree = read(file, parser, 0);
            if (parser.nextToken() != null) {
                throw new ScenarioException(at(file, line(parser)) + "a second document begins; a scenario is one");
            }
            return tree;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ScenarioException(at(file, line) + "not YAML: " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new ScenarioException(file + ": " + e.getMessage());
        }
    }

    /** How an error about a line begins. */
    static String at(String file, int line) {
        return file + ":" + line + ": ";
    }

    private static YamlTree read(String file, YAMLParser parser, int depth) throws IOException {
        int line = line(parser);
        if (depth > MOST_DEPTH) {
            throw new ScenarioException(at(file, line) + "nested deeper than " + MOST_DEPTH + " levels");
        }
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Entry> entries = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    int keyLine = line(parser);
                    String key = parser.currentName();
                    parser.nextToken();
                    YamlTree value = read(file, parser, depth + 1);
                    if (entries.put(key, new Entry(keyLine, value)) != null) {
                        throw new ScenarioException(at(file, keyLine) + "\"" + key + "\" stands here twice");
                    }
                }
                return new Mapping(line, entries);
            }
            case START_ARRAY -> {
                List<YamlTree> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(file, parser, depth + 1));
                }
                return new Sequence(line, items);
            }
            case VALUE_NULL -> {
                return new Scalar(line, "", true);
            }
            default -> {
                return new Scalar(line, parser.getText(), false);
            }
        }
    }

    private static int line(YAMLParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
