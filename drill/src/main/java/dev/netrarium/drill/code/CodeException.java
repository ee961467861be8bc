package dev.netrarium.drill.code;

/** A code block that failed: an assertion, or what the evaluator does not know. */
public final class CodeException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean unsupported;

    private CodeException(String sentence, boolean unsupported) {
        super(sentence);
        this.unsupported = unsupported;
    }

    static CodeException failed(String sentence) {
        return new CodeException(sentence, false);
    }

    static CodeException unsupported(String sentence) {
        return new CodeException(sentence, true);
    }

    /** True when the block was not understood, false when it was and did not hold. */
    public boolean isUnsupported() {
        return unsupported;
    }
}
