package dev.netrarium.world;

/** A program threw something that nobody caught; further ones are suppressed exceptions of this. */
public final class ProgramFailedException extends WorldException {
    private static final long serialVersionUID = 1;

    ProgramFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
