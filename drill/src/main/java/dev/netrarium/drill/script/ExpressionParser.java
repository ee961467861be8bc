package dev.netrarium.drill.script;

import dev.netrarium.drill.script.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads the arguments and the result of a socket call. */
final class ExpressionParser {
    /** Deeper than any struct that a call takes. */
    private static final int MOST_NESTED = 32;

    private final TokenStream tokens;
    private int depth;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /** {@code (a, b)}. */
    List<Expression> arguments() throws ScriptSyntaxException {
        tokens.expectSign("(");
        return items(")");
    }

    Expression expression() throws ScriptSyntaxException {
        if (++depth > MOST_NESTED) {
            throw tokens.error(tokens.peek(), "expressions nest at most " + MOST_NESTED + " deep");
        }
        Expression left = operand();
        while (tokens.takeSign("|")) {
            left = new Expression.Or(left, operand());
        }
        depth--;
        return left;
    }

    private Expression operand() throws ScriptSyntaxException {
        Token token = tokens.peek();
        if (token.is(Kind.INTEGER) || token.isSign("-")) {
            return new Expression.Number(tokens.integer("a number", Long.MIN_VALUE, Long.MAX_VALUE));
        }
        if (token.is(Kind.STRING)) {
            return new Expression.Text(tokens.take().text());
        }
        if (token.is(Kind.ELLIPSIS)) {
            tokens.take();
            return new Expression.Whatever();
        }
        if (tokens.takeSign("[")) {
            return new Expression.ListOf(items("]"));
        }
        if (tokens.takeSign("{")) {
            return new Expression.Struct(items("}"));
        }
        if (token.is(Kind.WORD)) {
            return named(tokens.take().text());
        }
        throw tokens.expected("a number, a symbol, a string, \"...\", a list or a struct");
    }

    private Expression named(String name) throws ScriptSyntaxException {
        if (tokens.peek().isSign("(")) {
            List<Expression> arguments = arguments();
            return tokens.takeSign("=")
                    ? new Expression.Field(name, arguments, expression())
                    : new Expression.Call(name, arguments);
        }
        return tokens.takeSign("=") ? new Expression.Field(name, List.of(), expression()) : new Expression.Symbol(name);
    }

    private List<Expression> items(String close) throws ScriptSyntaxException {
        List<Expression> items = new ArrayList<>();
        if (tokens.takeSign(close)) {
            return items;
        }
        do {
            items.add(expression());
        } while (tokens.takeSign(","));
        if (!tokens.takeSign(close)) {
            throw tokens.expected("\",\" or \"" + close + "\"");
        }
        return List.copyOf(items);
    }
}
