package dev.netrarium.cli;

/** The exit codes of every command, as {@code --help} prints them. */
final class ExitCode {
    static final int OK = 0;

    /** The command ran and could not do its work: no such name, connection refused, unreadable file. */
    static final int FAILURE = 1;

    /** The command line itself was wrong; nothing ran. */
    static final int USAGE = 2;

    private ExitCode() {}
}
