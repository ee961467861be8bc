package dev.netrarium.drill.script;

import java.util.List;
import java.util.stream.Collectors;

/** An argument or a result of a socket call. */
public sealed interface Expression {
    /** {@code 8}, {@code 0x10}, {@code -1}. */
    record Number(long value) implements Expression {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** {@code "text"}. */
    record Text(String value) implements Expression {
        @Override
        public String toString() {
            return "\"" + value + "\"";
        }
    }

    /** {@code SOL_SOCKET}. */
    record Symbol(String name) implements Expression {
        @Override
        public String toString() {
            return name;
        }
    }

    /** {@code ...}: whatever the runner chooses, or does not look at. */
    record Whatever() implements Expression {
        @Override
        public String toString() {
            return "...";
        }
    }

    /** {@code A|B}. */
    record Or(Expression left, Expression right) implements Expression {
        @Override
        public String toString() {
            return left + "|" + right;
        }
    }

    /** {@code [a, b]}. */
    record ListOf(List<Expression> items) implements Expression {
        @Override
        public String toString() {
            return "[" + joined(items) + "]";
        }
    }

    /** {@code {fd=3, events=POLLIN}}; its items are {@link Field}s or plain expressions. */
    record Struct(List<Expression> items) implements Expression {
        @Override
        public String toString() {
            return "{" + joined(items) + "}";
        }
    }

    /** {@code name=value} or {@code name(arguments)=value}. */
    record Field(String name, List<Expression> arguments, Expression value) implements Expression {
        @Override
        public String toString() {
            return name + (arguments.isEmpty() ? "" : "(" + joined(arguments) + ")") + "=" + value;
        }
    }

    /** {@code htons(8080)}, {@code inet_addr("192.0.2.1")}. */
    record Call(String name, List<Expression> arguments) implements Expression {
        @Override
        public String toString() {
            return name + "(" + joined(arguments) + ")";
        }
    }

    private static String joined(List<Expression> items) {
        return items.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
