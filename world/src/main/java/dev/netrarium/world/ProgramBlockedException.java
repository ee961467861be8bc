package dev.netrarium.world;

/** A program holds its turn and does not come back: it blocks outside of the world's calls, or computes for ever. */
public final class ProgramBlockedException extends WorldException {
    private static final long serialVersionUID = 1;

    ProgramBlockedException(String message) {
        super(message);
    }
}
