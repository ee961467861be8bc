package dev.netrarium.wire.dissect;

import java.util.List;
import java.util.Optional;

/**
 * One protocol's part of a packet.
 *
 * @param protocol its name: {@code IPv4}
 * @param summary the layer in one line
 * @param at where its header begins in the packet
 * @param lengthBytes of its header, or of all that belongs to it where it carries nothing
 * @param notes what is wrong or worth saying: a checksum that does not fit, bytes that are missing
 * @param layers of a packet that is quoted inside, as ICMP errors do
 */
public record Layer(
        String protocol,
        String summary,
        int at,
        int lengthBytes,
        List<Field> fields,
        List<String> notes,
        List<Layer> layers) {
    public Layer {
        fields = List.copyOf(fields);
        notes = List.copyOf(notes);
        layers = List.copyOf(layers);
    }

    /** The value of the first field with this name, nested ones included. */
    public Optional<String> value(String name) {
        return find(fields, name).map(Field::value);
    }

    private static Optional<Field> find(List<Field> fields, String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return Optional.of(field);
            }
            Optional<Field> inside = find(field.fields(), name);
            if (inside.isPresent()) {
                return inside;
            }
        }
        return Optional.empty();
    }
}
