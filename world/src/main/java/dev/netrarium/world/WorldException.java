package dev.netrarium.world;

/** Something is wrong with how a world is used: the text says what, where, and what to do. */
public class WorldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WorldException(String message) {
        super(message);
    }

    WorldException(String message, Throwable cause) {
        super(message, cause);
    }
}
