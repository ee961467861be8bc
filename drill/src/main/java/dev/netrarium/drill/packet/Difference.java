package dev.netrarium.drill.packet;

/** One field in which a packet is not what the script says. */
public record Difference(String field, String expected, String seen) {
    @Override
    public String toString() {
        return field + ": expected " + expected + ", seen " + seen;
    }
}
