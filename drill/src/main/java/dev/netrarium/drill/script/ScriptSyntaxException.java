package dev.netrarium.drill.script;

/** A script that cannot be read: {@code file:line:column: what was expected}. */
public final class ScriptSyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    public ScriptSyntaxException(String file, Place at, String sentence) {
        super(file + ":" + at + ": " + sentence);
    }
}
