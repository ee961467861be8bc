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
    /** What scripts name and our hosts may not have: the kernel has it, and a host of ours says that it has not. */
    private static final Map<String, Integer> OTHERS = new TreeMap<>(Map.ofEntries(
            Map.entry("AF_UNSPEC", 0),
            Map.entry("PF_INET", 2),
            Map.entry("PF_INET6", 10),
            Map.entry("SOCK_RAW", 3),
            Map.entry("IPPROTO_ICMP", 1),
            Map.entry("IPPROTO_ICMPV6", 58),
            Map.entry("SO_DONTROUTE", 5),
            Map.entry("SO_OOBINLINE", 10),
            Map.entry("SO_PRIORITY", 12),
            Map.entry("SO_REUSEPORT", 15),
            Map.entry("SO_RCVLOWAT", 18),
            Map.entry("SO_SNDLOWAT", 19),
            Map.entry("SO_RCVTIMEO", 20),
            Map.entry("SO_SNDTIMEO", 21),
            Map.entry("SO_SNDBUFFORCE", 32),
            Map.entry("SO_RCVBUFFORCE", 33),
            Map.entry("SO_MARK", 36),
            Map.entry("SO_TIMESTAMPING", 37),
            Map.entry("SO_BUSY_POLL", 46),
            Map.entry("SO_MAX_PACING_RATE", 47),
            Map.entry("SO_INCOMING_CPU", 49),
            Map.entry("SO_MEMINFO", 55),
            Map.entry("SO_ZEROCOPY", 60),
            Map.entry("TCP_DEFER_ACCEPT", 9),
            Map.entry("TCP_WINDOW_CLAMP", 10),
            Map.entry("TCP_QUICKACK", 12),
            Map.entry("TCP_CONGESTION", 13),
            Map.entry("TCP_MD5SIG", 14),
            Map.entry("TCP_THIN_LINEAR_TIMEOUTS", 16),
            Map.entry("TCP_THIN_DUPACK", 17),
            Map.entry("TCP_REPAIR", 19),
            Map.entry("TCP_FASTOPEN", 23),
            Map.entry("TCP_TIMESTAMP", 24),
            Map.entry("TCP_NOTSENT_LOWAT", 25),
            Map.entry("TCP_CC_INFO", 26),
            Map.entry("TCP_SAVE_SYN", 27),
            Map.entry("TCP_SAVED_SYN", 28),
            Map.entry("TCP_FASTOPEN_CONNECT", 30),
            Map.entry("TCP_ULP", 31),
            Map.entry("TCP_FASTOPEN_KEY", 33),
            Map.entry("TCP_FASTOPEN_NO_COOKIE", 34),
            Map.entry("TCP_ZEROCOPY_RECEIVE", 35),
            Map.entry("TCP_INQ", 36),
            Map.entry("TCP_TX_DELAY", 37),
            Map.entry("IP_MTU_DISCOVER", 10),
            Map.entry("IP_MTU", 14),
            Map.entry("IP_PMTUDISC_DONT", 0),
            Map.entry("IP_PMTUDISC_WANT", 1),
            Map.entry("IP_PMTUDISC_DO", 2),
            Map.entry("IP_PMTUDISC_PROBE", 3),
            Map.entry("IPV6_MTU_DISCOVER", 23),
            Map.entry("IPV6_MTU", 24),
            Map.entry("INADDR_ANY", 0),
            Map.entry("MSG_OOB", 1),
            Map.entry("MSG_CTRUNC", 8),
            Map.entry("MSG_EOR", 0x80),
            Map.entry("MSG_ERRQUEUE", 0x2000),
            Map.entry("MSG_ZEROCOPY", 0x400_0000),
            Map.entry("MSG_FASTOPEN", 0x2000_0000),
            Map.entry("POLLPRI", 0x02),
            Map.entry("POLLRDNORM", 0x40),
            Map.entry("POLLRDBAND", 0x80),
            Map.entry("POLLWRNORM", 0x100),
            Map.entry("POLLWRBAND", 0x200)));

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
        OTHERS.forEach((name, number) -> numbers.putIfAbsent(name, (long) number));
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
