package dev.netrarium.drill.script;

/**
 * Where something stands in a script.
 *
 * @param line from 1
 * @param column from 1
 */
public record Place(int line, int column) {
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
