package dev.netrarium.cli;

/**
 * Ends a command with exit code 1. The message is one sentence for people: what happened, where, what to do. The cause,
 * if any, is shown with {@code --debug} only.
 */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandFailure(String sentence) {
        super(sentence);
    }

    CommandFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
