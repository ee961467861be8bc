package dev.netrarium.world;

/** Every program waits for ever, and nothing is left that could wake one. */
public final class DeadlockException extends WorldException {
    private static final long serialVersionUID = 1;

    DeadlockException(String message) {
        super(message);
    }
}
