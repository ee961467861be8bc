package dev.netrarium.drill.script;

import dev.netrarium.drill.script.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a script into tokens, longest match first. Comments vanish; a word that {@code --define} has given a meaning is
 * replaced by that meaning. What a lone sign means is the parser's matter, so that notes in parentheses may hold any.
 */
final class Lexer {
    /** A definition that leads to itself ends here. */
    private static final int MOST_NESTED_DEFINITIONS = 16;

    private final String file;
    private final String source;
    private final Map<String, String> definitions;
    private final int depth;
    private final @Nullable Place anchor;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    Lexer(String file, String source, Map<String, String> definitions) {
        this(file, source, new TreeMap<>(definitions), 0, null);
    }

    private Lexer(String file, String source, Map<String, String> definitions, int depth, @Nullable Place anchor) {
        this.file = file;
        this.source = source;
        this.definitions = definitions;
        this.depth = depth;
        this.anchor = anchor;
    }

    /** All tokens, the last of which is {@link Kind#END}. */
    List<Token> tokens() throws ScriptSyntaxException {
        while (skipBlanksAndComments()) {
            next();
        }
        add(Kind.END, "", at, at);
        return tokens;
    }

    private boolean skipBlanksAndComments() throws ScriptSyntaxException {
        while (at < source.length()) {
            if (Character.isWhitespace(source.charAt(at))) {
                step();
            } else if (source.startsWith("//", at)) {
                while (at < source.length() && source.charAt(at) != '\n') {
                    at++;
                }
            } else if (source.startsWith("/*", at)) {
                int close = source.indexOf("*/", at + 2);
                if (close < 0) {
                    throw error("this comment has no end; want \"*/\"");
                }
                stepTo(close + 2);
            } else {
                return true;
            }
        }
        return false;
    }

    private void next() throws ScriptSyntaxException {
        int start = at;
        char c = source.charAt(at);
        if (Character.isLetter(c) || c == '_') {
            stepWhileWord();
            word(source.substring(start, at), start);
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            number();
        } else if (source.startsWith("...", at)) {
            at += 3;
            add(Kind.ELLIPSIS, "...", start, at);
        } else if (c == '"') {
            string();
        } else if (c == '`') {
            enclosed(Kind.COMMAND, "`", "`", "this command has no end; want a back-quote");
        } else if (source.startsWith("%{", at)) {
            enclosed(Kind.CODE, "%{", "}%", "this code block has no end; want \"}%\"");
        } else if (source.startsWith("--", at) && Character.isLetter(peek(2))) {
            option();
        } else {
            at++;
            add(Kind.SIGN, String.valueOf(c), start, at);
        }
    }

    private void word(String text, int start) throws ScriptSyntaxException {
        String meaning = definitions.get(text);
        if (meaning == null) {
            add(Kind.WORD, text, start, at);
            return;
        }
        if (depth == MOST_NESTED_DEFINITIONS) {
            throw error("the definition of " + text + " leads to itself");
        }
        List<Token> replacement = new Lexer(file, meaning, definitions, depth + 1, placeOf(start)).tokens();
        for (Token token : replacement.subList(0, replacement.size() - 1)) {
            add(token.kind(), token.text(), start, at);
        }
    }

    private void number() {
        int start = at;
        if (source.startsWith("0x", at) || source.startsWith("0X", at)) {
            stepWhileWord();
            add(Kind.INTEGER, source.substring(start, at), start, at);
            return;
        }
        stepWhileWord(); // also a Fast Open cookie such as 12ab34cd
        boolean whole = source.substring(start, at).chars().allMatch(c -> c >= '0' && c <= '9');
        if (whole && peek(0) == '.' && isDigit(peek(1))) {
            at++;
            while (isDigit(peek(0))) {
                at++;
            }
            add(Kind.FLOAT, source.substring(start, at), start, at);
        } else {
            add(whole ? Kind.INTEGER : Kind.WORD, source.substring(start, at), start, at);
        }
    }

    /** Strings that stand side by side are one. */
    private void string() throws ScriptSyntaxException {
        int start = at;
        StringBuilder text = new StringBuilder();
        at++;
        while (peek(0) != '"') {
            if (at >= source.length() || peek(0) == '\n') {
                at = start;
                throw error("this string has no end; want a double quote on the same line");
            }
            if (peek(0) == '\\' && at + 1 < source.length()) {
                at++;
                text.append(escape(source.charAt(at)));
            } else {
                text.append(source.charAt(at));
            }
            at++;
        }
        at++;
        Token before = tokens.isEmpty() ? null : tokens.getLast();
        if (before != null && before.is(Kind.STRING)) {
            tokens.removeLast();
            tokens.add(new Token(Kind.STRING, before.text() + text, before.at(), before.start(), at));
        } else {
            add(Kind.STRING, text.toString(), start, at);
        }
    }

    private static char escape(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '0' -> '\0';
            default -> c;
        };
    }

    private void enclosed(Kind kind, String open, String close, String error) throws ScriptSyntaxException {
        int start = at;
        int end = source.indexOf(close, at + open.length());
        if (end < 0) {
            throw error(error);
        }
        Place place = placeOf(start);
        String text = source.substring(start + open.length(), end);
        stepTo(end + close.length());
        tokens.add(new Token(kind, text, place, start, at));
    }

    /** {@code --name} or {@code --name=value}: the value goes as far as the line's next blank outside quotes. */
    private void option() throws ScriptSyntaxException {
        int start = at;
        char quote = 0;
        while (at < source.length() && peek(0) != '\n') {
            char c = peek(0);
            if (quote == 0 && Character.isWhitespace(c)) {
                break;
            }
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '`')) {
                quote = c;
            }
            at++;
        }
        if (quote != 0) {
            at = start;
            throw error("this option's value has no end; want " + quote);
        }
        String text = source.substring(start + 2, at);
        if (text.startsWith("define=")) {
            define(text.substring("define=".length()));
        }
        add(Kind.OPTION, text, start, at);
    }

    private void define(String text) throws ScriptSyntaxException {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw error("want --define=NAME=value, not --define=" + text);
        }
        definitions.putIfAbsent(text.substring(0, equals), text.substring(equals + 1));
    }

    private void add(Kind kind, String text, int start, int end) {
        tokens.add(new Token(kind, text, placeOf(start), start, end));
    }

    private Place placeOf(int offset) {
        return anchor != null ? anchor : new Place(line, offset - lineStart + 1);
    }

    private ScriptSyntaxException error(String sentence) {
        return new ScriptSyntaxException(file, placeOf(at), sentence);
    }

    private void step() {
        if (source.charAt(at++) == '\n') {
            line++;
            lineStart = at;
        }
    }

    private void stepTo(int end) {
        while (at < end) {
            step();
        }
    }

    private void stepWhileWord() {
        while (Character.isLetterOrDigit(peek(0)) || peek(0) == '_') {
            at++;
        }
    }

    private char peek(int ahead) {
        return at + ahead < source.length() ? source.charAt(at + ahead) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
