package dev.netrarium.drill.system;

/** The system under test has no such thing. A script that asks for it is unsupported, which counts as failed. */
public final class UnsupportedException extends Exception {
    private static final long serialVersionUID = 1;

    public UnsupportedException(String what) {
        super(what);
    }
}
