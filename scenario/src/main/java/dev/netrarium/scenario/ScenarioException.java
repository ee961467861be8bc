package dev.netrarium.scenario;

/** A scenario cannot be read: the text says which file, which line, what is wrong, and what would be right. */
public final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScenarioException(String message) {
        super(message);
    }
}
