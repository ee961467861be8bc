package dev.netrarium.wire.dissect;

import java.util.List;

/** Prints layers as Wireshark's details pane does: fields indented below their layer, notes in brackets. */
final class TreeText {
    private static final String INDENT = "    ";

    private TreeText() {}

    static String of(List<Layer> layers) {
        StringBuilder text = new StringBuilder();
        appendLayers(text, layers, "");
        return text.toString();
    }

    private static void appendLayers(StringBuilder text, List<Layer> layers, String indent) {
        for (Layer layer : layers) {
            text.append(indent).append(layer.protocol());
            if (!layer.summary().isEmpty()) {
                text.append(", ").append(layer.summary());
            }
            text.append('\n');
            appendFields(text, layer.fields(), indent + INDENT);
            for (String note : layer.notes()) {
                text.append(indent).append(INDENT).append('[').append(note).append("]\n");
            }
            appendLayers(text, layer.layers(), indent + INDENT);
        }
    }

    private static void appendFields(StringBuilder text, List<Field> fields, String indent) {
        for (Field field : fields) {
            text.append(indent).append(field.name());
            if (!field.value().isEmpty()) {
                text.append(": ").append(field.value());
            }
            text.append('\n');
            appendFields(text, field.fields(), indent + INDENT);
        }
    }
}
