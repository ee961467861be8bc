package dev.netrarium.bench.grid;

/** The grid cannot be measured on this machine, or a transfer broke; the message says why and what to do. */
public final class GridException extends RuntimeException {
    private static final long serialVersionUID = 1;

    GridException(String message) {
        super(message);
    }

    GridException(String message, Throwable cause) {
        super(message, cause);
    }
}
