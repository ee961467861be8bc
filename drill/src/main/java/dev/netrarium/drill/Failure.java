package dev.netrarium.drill;

/** Ends a script: it was not so, or the runner has no such thing. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean unsupported;

    private Failure(String text, boolean unsupported) {
        super(text);
        this.unsupported = unsupported;
    }

    static Failure of(String text) {
        return new Failure(text, false);
    }

    static Failure unsupported(String text) {
        return new Failure("unsupported: " + text, true);
    }

    boolean isUnsupported() {
        return unsupported;
    }
}
