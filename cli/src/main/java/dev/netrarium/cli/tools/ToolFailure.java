package dev.netrarium.cli.tools;

/** Ends a tool with the exit code and the words that the tool's users know; the words follow the tool's name. */
final class ToolFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    ToolFailure(int exitCode, String words) {
        super(words);
        this.exitCode = exitCode;
    }

    ToolFailure(int exitCode, String words, Throwable cause) {
        super(words, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
