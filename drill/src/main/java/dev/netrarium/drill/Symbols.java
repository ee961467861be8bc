package dev.netrarium.drill;

import dev.netrarium.drill.script.Expression;
import dev.netrarium.stack.Errno;
import dev.netrarium.stack.calls.SocketConstants;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The numbers behind names in socket calls, Linux's: SOL_SOCKET, O_NONBLOCK, EAGAIN. */
final class Symbols {
    private static final Map<String, Long> NUMBERS = numbers();

    private Symbols() {}

    private static Map<String, Long> numbers() {
        Map<String, Long> numbers = new TreeMap<>();
        for (Field field : SocketConstants.class.getFields()) {
            try {
                numbers.put(field.getName(), (long) field.getInt(null));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        for (Errno errno : Errno.values()) {
            numbers.put(errno.name(), (long) errno.number());
        }
        numbers.put("EWOULDBLOCK", (long) Errno.EAGAIN.number());
        numbers.put("SOL_IP", 0L);
        numbers.put("SOL_TCP", 6L);
        numbers.put("SOL_UDP", 17L);
        numbers.put("SOL_IPV6", 41L);
        numbers.put("SO_REUSEPORT", 15L);
        numbers.put("TCP_DEFER_ACCEPT", 9L);
        numbers.put("TCP_QUICKACK", 12L);
        numbers.put("TCP_CONGESTION", 13L);
        numbers.put("TCP_FASTOPEN", 23L);
        numbers.put("TCP_NOTSENT_LOWAT", 25L);
        numbers.put("TCP_FASTOPEN_CONNECT", 30L);
        numbers.put("TCP_FASTOPEN_KEY", 33L);
        numbers.put("IP_MTU_DISCOVER", 10L);
        numbers.put("INADDR_ANY", 0L);
        numbers.put("MSG_OOB", 1L);
        numbers.put("MSG_EOR", 0x80L);
        numbers.put("MSG_FASTOPEN", 0x2000_0000L);
        numbers.put("POLLRDNORM", 0x40L);
        numbers.put("POLLWRNORM", 0x100L);
        numbers.put("FIONREAD", (long) SocketConstants.SIOCINQ);
        numbers.put("TIOCOUTQ", (long) SocketConstants.SIOCOUTQ);
        return numbers;
    }

    static @Nullable Long number(String name) {
        return NUMBERS.get(name);
    }

    /** The value of an expression that must be a number. */
    static long number(Expression expression) throws Failure {
        return switch (expression) {
            case Expression.Number(long value) -> value;
            case Expression.Symbol(String name) -> {
                Long value = NUMBERS.get(name);
                if (value == null) {
                    throw Failure.unsupported("symbol " + name);
                }
                yield value;
            }
            case Expression.Or(Expression left, Expression right) -> number(left) | number(right);
            case Expression.Call(String name, var arguments)
            when name.equals("htons") && arguments.size() == 1 -> number(arguments.getFirst());
            default -> throw Failure.unsupported("a number is wanted where " + expression + " stands");
        };
    }

    static int integer(Expression expression) throws Failure {
        return (int) number(expression);
    }

    /** The name of an errno number. */
    static String errno(long number) {
        for (Errno errno : Errno.values()) {
            if (errno.number() == number) {
                return errno.name();
            }
        }
        return "errno " + number;
    }
}
