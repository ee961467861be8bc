package dev.netrarium.drill.code;

import java.util.ArrayList;
import java.util.List;

/** Cuts a code block into words, numbers, strings (with their opening quote), signs and ends of statements. */
final class CodeTokens {
    /** The end of a statement. */
    static final String END = ";";

    private static final List<String> LONG_SIGNS = List.of("==", "!=", "<=", ">=", "<<", ">>", "//", "**");

    private final String code;
    private final List<String> tokens = new ArrayList<>();
    private int at;
    private int open;

    CodeTokens(String code) {
        this.code = code;
    }

    List<String> cut() throws CodeException {
        while (at < code.length()) {
            next();
        }
        tokens.add(END);
        return tokens;
    }

    private void next() throws CodeException {
        char c = code.charAt(at);
        if (c == '\n' || c == ';') {
            if (open == 0) {
                tokens.add(END);
            }
            at++;
        } else if (c == '\\' && code.startsWith("\n", at + 1)) {
            at += 2;
        } else if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '#') {
            int end = code.indexOf('\n', at);
            at = end < 0 ? code.length() : end;
        } else if (c == '"' || c == '\'') {
            int end = code.indexOf(c, at + 1);
            if (end < 0) {
                throw CodeException.unsupported("a string without end in a code block");
            }
            tokens.add("\"" + code.substring(at + 1, end));
            at = end + 1;
        } else if (Character.isLetterOrDigit(c) || c == '_') {
            int start = at;
            while (at < code.length() && isPartOfWord(code.charAt(at), code.charAt(start))) {
                at++;
            }
            tokens.add(code.substring(start, at));
        } else {
            sign(c);
        }
    }

    private static boolean isPartOfWord(char c, char first) {
        return Character.isLetterOrDigit(c) || c == '_' || (c == '.' && Character.isDigit(first));
    }

    private void sign(char c) {
        open += c == '(' || c == '[' ? 1 : 0;
        open -= (c == ')' || c == ']') && open > 0 ? 1 : 0;
        for (String sign : LONG_SIGNS) {
            if (code.startsWith(sign, at)) {
                tokens.add(sign);
                at += sign.length();
                return;
            }
        }
        tokens.add(String.valueOf(c));
        at++;
    }
}
