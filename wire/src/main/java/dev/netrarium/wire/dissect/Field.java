package dev.netrarium.wire.dissect;

import java.util.List;

/**
 * A named value of a layer.
 *
 * @param at where it stands in the packet
 * @param lengthBytes 0 for what is worked out and stands nowhere
 * @param fields its parts
 */
public record Field(String name, String value, int at, int lengthBytes, List<Field> fields) {
    public Field {
        fields = List.copyOf(fields);
    }
}
