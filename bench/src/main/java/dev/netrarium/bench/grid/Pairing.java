package dev.netrarium.bench.grid;

/** Who sends to whom. */
public enum Pairing {
    US_TO_LINUX("us->linux"),
    LINUX_TO_US("linux->us"),
    LINUX_TO_LINUX("linux->linux");

    private final String label;

    Pairing(String label) {
        this.label = label;
    }

    /** For tables and JSON. */
    public String label() {
        return label;
    }
}
