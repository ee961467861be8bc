package dev.netrarium.drill.script;

import dev.netrarium.drill.script.Token.Kind;
import java.util.List;

/** Where the parser stands among the tokens, and its errors. */
final class TokenStream {
    private static final long MOST_SECONDS = 10_000_000;

    private final String file;
    private final String source;
    private final List<Token> tokens;
    private int index;

    TokenStream(String file, String source, List<Token> tokens) {
        this.file = file;
        this.source = source;
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(index);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(index + ahead, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(index);
        if (index < tokens.size() - 1) {
            index++;
        }
        return token;
    }

    boolean takeSign(String sign) {
        if (peek().isSign(sign)) {
            take();
            return true;
        }
        return false;
    }

    boolean takeWord(String word) {
        if (peek().isWord(word)) {
            take();
            return true;
        }
        return false;
    }

    void expectSign(String sign) throws ScriptSyntaxException {
        if (!takeSign(sign)) {
            throw expected("\"" + sign + "\"");
        }
    }

    Token expect(Kind kind) throws ScriptSyntaxException {
        if (!peek().is(kind)) {
            throw expected(kind.toString());
        }
        return take();
    }

    /** A number, signed or not, within bounds. */
    long integer(String what, long least, long most) throws ScriptSyntaxException {
        Token first = peek();
        boolean negative = takeSign("-");
        if (!peek().is(Kind.INTEGER)) {
            throw expected(what);
        }
        long value = value(take());
        value = negative ? -value : value;
        if (value < least || value > most) {
            throw error(first, what + " is " + least + " to " + most + ", not " + value);
        }
        return value;
    }

    private long value(Token token) throws ScriptSyntaxException {
        String text = token.text();
        try {
            return text.startsWith("0x") || text.startsWith("0X")
                    ? Long.parseUnsignedLong(text.substring(2), 16)
                    : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw error(token, "\"" + text + "\" is not a number that fits");
        }
    }

    /** Seconds, whole or not, as nanoseconds. */
    long seconds() throws ScriptSyntaxException {
        Token token = peek();
        if (!token.is(Kind.INTEGER) && !token.is(Kind.FLOAT)) {
            throw expected("a time in seconds");
        }
        take();
        String text = token.text();
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String part = point < 0 ? "" : text.substring(point + 1);
        try {
            long seconds = whole.isEmpty() ? 0 : Long.parseLong(whole);
            if (seconds > MOST_SECONDS) {
                throw error(token, "times end at " + MOST_SECONDS + " s");
            }
            String nine = (part + "000000000").substring(0, 9);
            return seconds * 1_000_000_000L + Long.parseLong(nine);
        } catch (NumberFormatException e) {
            throw error(token, "\"" + text + "\" is not a time in seconds");
        }
    }

    /** What stands in the source from a token up to the last one taken, in one line. */
    String textSince(Token first) {
        int end = tokens.get(Math.max(0, index - 1)).end();
        String text = first.start() <= end ? source.substring(first.start(), end) : first.text();
        return text.strip().replaceAll("\\s+", " ");
    }

    /** The characters up to the next blank, and past the tokens that lie in them. */
    String rawWord() {
        int start = peek().start();
        int end = start;
        while (end < source.length() && !Character.isWhitespace(source.charAt(end))) {
            end++;
        }
        while (!peek().is(Kind.END) && peek().start() < end) {
            take();
        }
        return source.substring(start, end);
    }

    ScriptSyntaxException expected(String what) {
        return error(peek(), "want " + what + ", not " + peek().shown());
    }

    ScriptSyntaxException error(Token at, String sentence) {
        return new ScriptSyntaxException(file, at.at(), sentence);
    }
}
