package dev.netrarium.drill.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the code blocks of one script: {@code assert}, {@code print}, assignments, and expressions over integers and
 * strings with Python's operators and precedence. Variables live from block to block. Everything else is unsupported,
 * and says so.
 */
public final class CodeEvaluator {
    private static final int MOST_NESTED = 64;
    private static final int MOST_PRINTED = 10_000;

    private final Function<String, @Nullable Long> names;
    private final Map<String, Object> variables = new TreeMap<>();
    private final StringBuilder printed = new StringBuilder();
    private List<String> tokens = List.of();
    private int at;
    private int depth;

    /**
     * @param names what a name that was not assigned means now, such as {@code tcpi_snd_cwnd}; null for nothing
     */
    public CodeEvaluator(Function<String, @Nullable Long> names) {
        this.names = names;
    }

    /**
     * Runs a block.
     *
     * @throws CodeException when an assertion does not hold, or something is not understood
     */
    public void run(String code) throws CodeException {
        tokens = new CodeTokens(code).cut();
        at = 0;
        depth = 0;
        while (at < tokens.size()) {
            if (!take(CodeTokens.END)) {
                statement();
                if (!take(CodeTokens.END)) {
                    throw CodeException.unsupported(
                            "code blocks hold assert, print and assignments; what is \"" + peek() + "\"?");
                }
            }
        }
    }

    /** What the blocks printed. */
    public String printed() {
        return printed.toString();
    }

    private void statement() throws CodeException {
        if (take("assert")) {
            int start = at;
            Object value = expression();
            String source = String.join(" ", tokens.subList(start, at)).replace("\"", "");
            String because = take(",") ? ": " + text(expression()) : "";
            if (!isTrue(value)) {
                throw CodeException.failed("assert " + source + because + values(tokens.subList(start, at)));
            }
        } else if (take("print")) {
            Object value = peek().equals(CodeTokens.END) ? "" : expression();
            if (printed.length() < MOST_PRINTED) {
                printed.append(text(value)).append('\n');
            }
        } else if (isName(peek()) && tokens.get(at + 1).equals("=")) {
            String name = peek();
            at += 2;
            variables.put(name, expression());
        } else {
            expression();
        }
    }

    /** What the names in a failed assertion were. */
    private String values(List<String> words) throws CodeException {
        Map<String, Object> known = new TreeMap<>();
        for (String word : words) {
            if (isName(word) && word.startsWith("tcpi_")) {
                known.put(word, name(word));
            }
        }
        return known.isEmpty() ? "" : " " + known;
    }

    private Object expression() throws CodeException {
        if (++depth > MOST_NESTED) {
            throw tooDeep();
        }
        Object left = conjunction();
        while (take("or")) {
            Object right = conjunction();
            left = isTrue(left) ? left : right;
        }
        depth--;
        return left;
    }

    private Object conjunction() throws CodeException {
        Object left = negation();
        while (take("and")) {
            Object right = negation();
            left = isTrue(left) ? right : left;
        }
        return left;
    }

    private Object negation() throws CodeException {
        if (!take("not")) {
            return comparison();
        }
        if (++depth > MOST_NESTED) {
            throw tooDeep();
        }
        Object value = negation();
        depth--;
        return truth(!isTrue(value));
    }

    /** Python chains comparisons: {@code 8 <= x <= 10}. */
    private Object comparison() throws CodeException {
        Object left = binary(0);
        if (!isComparison(peek())) {
            return left;
        }
        boolean all = true;
        while (isComparison(peek())) {
            String sign = tokens.get(at++);
            Object right = binary(0);
            all &= compare(sign, left, right);
            left = right;
        }
        return truth(all);
    }

    private static boolean isComparison(String sign) {
        return switch (sign) {
            case "==", "!=", "<", "<=", ">", ">=" -> true;
            default -> false;
        };
    }

    private static boolean compare(String sign, Object left, Object right) throws CodeException {
        if (left instanceof Long a && right instanceof Long b) {
            return switch (sign) {
                case "==" -> a.equals(b);
                case "!=" -> !a.equals(b);
                case "<" -> a < b;
                case "<=" -> a <= b;
                case ">" -> a > b;
                default -> a >= b;
            };
        }
        return switch (sign) {
            case "==" -> left.equals(right);
            case "!=" -> !left.equals(right);
            default -> throw CodeException.unsupported("no order between " + left + " and " + right);
        };
    }

    private static int level(String sign) {
        return switch (sign) {
            case "|" -> 0;
            case "^" -> 1;
            case "&" -> 2;
            case "<<", ">>" -> 3;
            case "+", "-" -> 4;
            case "*", "//", "/", "%" -> 5;
            default -> -1;
        };
    }

    private Object binary(int level) throws CodeException {
        if (level > 5) {
            return unary();
        }
        Object left = binary(level + 1);
        while (level(peek()) == level) {
            String sign = tokens.get(at++);
            left = apply(sign, left, binary(level + 1));
        }
        return left;
    }

    private static Object apply(String sign, Object left, Object right) throws CodeException {
        if (left instanceof Long a && right instanceof Long b) {
            if (b == 0 && level(sign) == 5 && !sign.equals("*")) {
                throw CodeException.failed("division by zero");
            }
            return switch (sign) {
                case "|" -> a | b;
                case "^" -> a ^ b;
                case "&" -> a & b;
                case "<<" -> a << b;
                case ">>" -> a >> b;
                case "+" -> a + b;
                case "-" -> a - b;
                case "*" -> a * b;
                case "%" -> Math.floorMod(a, b);
                default -> Math.floorDiv(a, b);
            };
        }
        if (left instanceof String a && sign.equals("+") && right instanceof String b) {
            return a + b;
        }
        if (left instanceof String format && sign.equals("%")) {
            return format(format, right instanceof List<?> list ? List.copyOf(list) : List.of(right));
        }
        throw CodeException.unsupported("no " + sign + " between " + left + " and " + right);
    }

    /** {@code "cwnd %d" % tcpi_snd_cwnd}. */
    private static String format(String format, List<?> values) {
        StringBuilder text = new StringBuilder();
        int next = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '%' && i + 1 < format.length()) {
                i++;
                char kind = format.charAt(i);
                text.append(kind == '%' ? "%" : next < values.size() ? text(values.get(next++)) : "?");
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private Object unary() throws CodeException {
        if (++depth > MOST_NESTED) {
            throw tooDeep();
        }
        try {
            if (take("-")) {
                return -number(unary());
            }
            if (take("~")) {
                return ~number(unary());
            }
            if (take("+")) {
                return number(unary());
            }
            return primary();
        } finally {
            depth--;
        }
    }

    private Object primary() throws CodeException {
        String token = peek();
        at++;
        if (token.equals("(")) {
            if (take(")")) {
                return List.of();
            }
            List<Object> items = new ArrayList<>();
            boolean isTuple = false;
            do {
                if (peek().equals(")")) {
                    break;
                }
                items.add(expression());
                isTuple |= peek().equals(",");
            } while (take(","));
            if (!take(")")) {
                throw CodeException.unsupported("want \")\", not \"" + peek() + "\" in a code block");
            }
            return isTuple ? items : items.getFirst();
        }
        if (token.startsWith("\"")) {
            return token.substring(1);
        }
        if (Character.isDigit(token.charAt(0))) {
            try {
                return token.startsWith("0x") ? Long.parseLong(token.substring(2), 16) : Long.parseLong(token);
            } catch (NumberFormatException e) {
                throw CodeException.unsupported("\"" + token + "\" in a code block is no integer");
            }
        }
        if (isName(token)) {
            return name(token);
        }
        throw CodeException.unsupported("\"" + token + "\" makes no sense there in a code block");
    }

    private Object name(String name) throws CodeException {
        if (name.equals("True") || name.equals("False")) {
            return truth(name.equals("True"));
        }
        Object variable = variables.get(name);
        if (variable != null) {
            return variable;
        }
        Long meaning = names.apply(name);
        if (meaning == null) {
            throw CodeException.unsupported("code block: nothing is called " + name);
        }
        return meaning;
    }

    private static CodeException tooDeep() {
        return CodeException.unsupported("expressions nest at most " + MOST_NESTED + " deep");
    }

    private boolean take(String token) {
        if (at < tokens.size() && tokens.get(at).equals(token)) {
            at++;
            return true;
        }
        return false;
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : CodeTokens.END;
    }

    private static boolean isName(String token) {
        return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_';
    }

    private static long number(Object value) throws CodeException {
        if (value instanceof Long number) {
            return number;
        }
        throw CodeException.unsupported(text(value) + " is no number");
    }

    private static boolean isTrue(Object value) {
        return switch (value) {
            case Long number -> number != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            default -> true;
        };
    }

    private static Long truth(boolean value) {
        return value ? 1L : 0L;
    }

    private static String text(Object value) {
        return String.valueOf(value);
    }
}
