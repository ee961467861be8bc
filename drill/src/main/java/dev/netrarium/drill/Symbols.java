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
    private static final String OTHERS = """
            AF_UNSPEC=0 PF_INET=2 PF_INET6=10 SOCK_RAW=3 IPPROTO_ICMP=1 IPPROTO_ICMPV6=58 SO_DONTROUTE=5
            SO_OOBINLINE=10 SO_PRIORITY=12 SO_REUSEPORT=15 SO_RCVLOWAT=18 SO_SNDLOWAT=19 SO_RCVTIMEO=20
            SO_SNDTIMEO=21 SO_SNDBUFFORCE=32 SO_RCVBUFFORCE=33 SO_MARK=36 SO_TIMESTAMPING=37 SO_BUSY_POLL=46
            SO_MAX_PACING_RATE=47 SO_INCOMING_CPU=49 SO_MEMINFO=55 SO_ZEROCOPY=60 TCP_DEFER_ACCEPT=9
            TCP_WINDOW_CLAMP=10 TCP_QUICKACK=12 TCP_CONGESTION=13 TCP_MD5SIG=14 TCP_THIN_LINEAR_TIMEOUTS=16
            TCP_THIN_DUPACK=17 TCP_REPAIR=19 TCP_FASTOPEN=23 TCP_TIMESTAMP=24 TCP_NOTSENT_LOWAT=25
            TCP_CC_INFO=26 TCP_SAVE_SYN=27 TCP_SAVED_SYN=28 TCP_FASTOPEN_CONNECT=30 TCP_ULP=31
            TCP_FASTOPEN_KEY=33 TCP_FASTOPEN_NO_COOKIE=34 TCP_ZEROCOPY_RECEIVE=35 TCP_INQ=36 TCP_TX_DELAY=37
            IP_MTU_DISCOVER=10 IP_MTU=14 IP_PMTUDISC_DONT=0 IP_PMTUDISC_WANT=1 IP_PMTUDISC_DO=2
            IP_PMTUDISC_PROBE=3 IPV6_MTU_DISCOVER=23 IPV6_MTU=24 INADDR_ANY=0 MSG_OOB=1 MSG_CTRUNC=8
            MSG_EOR=0x80 MSG_ERRQUEUE=0x2000 MSG_ZEROCOPY=0x4000000 MSG_FASTOPEN=0x20000000 POLLPRI=0x02
            POLLRDNORM=0x40 POLLRDBAND=0x80 POLLWRNORM=0x100 POLLWRBAND=0x200
            """;

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
        for (String each : OTHERS.split("\\s+")) {
            int equals = each.indexOf('=');
            numbers.putIfAbsent(each.substring(0, equals), Long.decode(each.substring(equals + 1)));
        }
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
