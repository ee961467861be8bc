package dev.netrarium.drill.script;

import dev.netrarium.drill.script.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a script: options, an init command, events, a cleanup command.
 *
 * <pre>
 * script  = option* [`command`] event+ [`command`]
 * event   = time ( ("&lt;" | "&gt;") packet | ["..." time] call | `command` | %{ code }% )
 * time    = 0.5 | +.1 | * | 0.5~0.6 | +.1~+.2
 * </pre>
 */
public final class ScriptParser {
    private final String file;
    private final TokenStream tokens;

    private ScriptParser(String file, TokenStream tokens) {
        this.file = file;
        this.tokens = tokens;
    }

    /**
     * Reads a script.
     *
     * @param file what messages call it
     * @param definitions words and what stands in their place, as {@code --define} gives them
     * @throws ScriptSyntaxException with the place and what was expected there
     */
    public static Script parse(String file, String source, Map<String, String> definitions)
            throws ScriptSyntaxException {
        List<Token> cut = new Lexer(file, source, definitions).tokens();
        return new ScriptParser(file, new TokenStream(file, source, cut)).script();
    }

    private Script script() throws ScriptSyntaxException {
        List<Script.Option> options = new ArrayList<>();
        while (tokens.peek().is(Kind.OPTION)) {
            options.add(option(tokens.take()));
        }
        String init = tokens.peek().is(Kind.COMMAND) ? tokens.take().text() : null;
        List<Event> events = new ArrayList<>();
        while (!tokens.peek().is(Kind.END) && !tokens.peek().is(Kind.COMMAND)) {
            events.add(event(events.isEmpty()));
        }
        if (events.isEmpty()) {
            throw tokens.expected("an event, such as \"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\"");
        }
        String cleanup = tokens.peek().is(Kind.COMMAND) ? tokens.take().text() : null;
        if (!tokens.peek().is(Kind.END)) {
            throw tokens.expected("the end of the script after its cleanup command");
        }
        return new Script(file, options, init, events, cleanup);
    }

    private static Script.Option option(Token token) {
        String text = token.text();
        int equals = text.indexOf('=');
        return equals < 0
                ? new Script.Option(token.at(), text, "")
                : new Script.Option(token.at(), text.substring(0, equals), text.substring(equals + 1));
    }

    private Event event(boolean isFirst) throws ScriptSyntaxException {
        Token first = tokens.peek();
        EventTime time = time();
        if (isFirst && !isZero(time)) {
            throw tokens.error(first, "the first event is at time 0");
        }
        Token head = tokens.peek();
        if (tokens.takeSign("<")) {
            if (!(time instanceof EventTime.Absolute || time instanceof EventTime.Relative)) {
                throw tokens.error(first, "a packet to the host comes at one time: want 0.5 or +.5");
            }
            PacketPattern packet = new PacketParser(tokens, true).packet();
            return new Event.Inbound(first.at(), time, tokens.textSince(head), packet);
        }
        if (tokens.takeSign(">")) {
            PacketPattern packet = new PacketParser(tokens, false).packet();
            return new Event.Outbound(first.at(), time, tokens.textSince(head), packet);
        }
        if (!(time instanceof EventTime.Absolute || time instanceof EventTime.Relative)) {
            throw tokens.expected("\">\": only packets from the host have a range of times");
        }
        if (head.is(Kind.COMMAND)) {
            tokens.take();
            return new Event.Command(first.at(), time, tokens.textSince(head), head.text());
        }
        if (head.is(Kind.CODE)) {
            tokens.take();
            return new Event.Code(first.at(), time, tokens.textSince(head), head.text());
        }
        if (head.is(Kind.ELLIPSIS) || head.is(Kind.WORD)) {
            return call(first, time);
        }
        throw tokens.expected("a packet (\"<\" or \">\"), a socket call, a back-quoted command or a %{ code block }%");
    }

    private static boolean isZero(EventTime time) {
        return switch (time) {
            case EventTime.Absolute(long nanos) -> nanos == 0;
            case EventTime.Relative(long nanos) -> nanos == 0;
            default -> false;
        };
    }

    private EventTime time() throws ScriptSyntaxException {
        if (tokens.takeSign("*")) {
            return new EventTime.Any();
        }
        boolean relative = tokens.takeSign("+");
        if (!relative && !tokens.peek().is(Kind.INTEGER) && !tokens.peek().is(Kind.FLOAT)) {
            throw tokens.expected("the time of an event: 0.5, +.5, * or a range 0.5~0.6");
        }
        long from = tokens.seconds();
        if (!tokens.takeSign("~")) {
            return relative ? new EventTime.Relative(from) : new EventTime.Absolute(from);
        }
        Token second = tokens.peek();
        if (relative) {
            tokens.expectSign("+");
        }
        long to = tokens.seconds();
        if (to < from) {
            throw tokens.error(second, "a range of times goes forward");
        }
        return relative ? new EventTime.RelativeRange(from, to) : new EventTime.AbsoluteRange(from, to);
    }

    private Event call(Token first, EventTime time) throws ScriptSyntaxException {
        EventTime end = null;
        if (tokens.peek().is(Kind.ELLIPSIS)) {
            tokens.take();
            if (time instanceof EventTime.Relative) {
                tokens.takeSign("+");
                end = new EventTime.Relative(tokens.seconds());
            } else {
                end = new EventTime.Absolute(tokens.seconds());
            }
        }
        Token head = tokens.peek();
        String name = tokens.expect(Kind.WORD).text();
        ExpressionParser expressions = new ExpressionParser(tokens);
        List<Expression> arguments = expressions.arguments();
        tokens.expectSign("=");
        Expression result = expressions.expression();
        String errno = tokens.peek().is(Kind.WORD) ? tokens.take().text() : null;
        while (tokens.peek().isSign("(")) {
            note();
        }
        return new Event.SocketCall(first.at(), time, tokens.textSince(head), end, name, arguments, result, errno);
    }

    /** What stands in parentheses behind a result is for people. */
    private void note() throws ScriptSyntaxException {
        Token open = tokens.take();
        while (!tokens.takeSign(")")) {
            if (tokens.peek().is(Kind.END)) {
                throw tokens.error(open, "this note has no end; want \")\"");
            }
            tokens.take();
        }
    }
}
