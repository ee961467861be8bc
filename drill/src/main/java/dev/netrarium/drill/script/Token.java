package dev.netrarium.drill.script;

/**
 * One word of the language.
 *
 * @param text as it stands; for strings, back-quotes and code what is between the quotes
 * @param at where it begins
 * @param start offset of its first character in the source
 * @param end offset after its last
 */
record Token(Kind kind, String text, Place at, int start, int end) {
    enum Kind {
        WORD("a word"),
        INTEGER("a number"),
        FLOAT("a number with a point"),
        STRING("a string"),
        COMMAND("a back-quoted command"),
        CODE("a code block"),
        OPTION("an option"),
        ELLIPSIS("\"...\""),
        SIGN("a sign"),
        END("the end of the script");

        private final String name;

        Kind(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    /** For error messages. */
    String shown() {
        return switch (kind) {
            case END, CODE, COMMAND -> kind.toString();
            case STRING -> "the string \"" + text + "\"";
            default -> "\"" + text + "\"";
        };
    }
}
