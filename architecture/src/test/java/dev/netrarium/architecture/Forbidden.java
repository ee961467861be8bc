package dev.netrarium.architecture;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a deterministic room must not reach for, and what stands in its place. Iteration cannot be seen in a class file;
 * so making a collection without order is what is forbidden, and a lookup table that nobody iterates is an
 * {@link Exceptions exception}.
 */
enum Forbidden {
    CLOCK(
            "time is a parameter, nanoseconds since the world began",
            target -> is(target, "java.lang.System", "nanoTime", "currentTimeMillis")
                    || target.getOwner().getPackageName().equals("java.time")
                            && target.getName().equals("now")
                    || owner(target, "java.time.Clock") && target.getName().startsWith("system")
                    || owner(target, "java.util.Date") && constructor(target)),

    CHANCE(
            "RandomStream.of(seed, name, purpose)",
            target -> is(target, "java.lang.Math", "random")
                    || is(target, "java.lang.StrictMath", "random")
                    || is(target, "java.util.UUID", "randomUUID")
                    || is(target, "java.util.Collections", "shuffle")
                    || target.getOwner().isAssignableTo("java.util.random.RandomGenerator")),

    THREAD(
            "a host belongs to one loop; the world starts programs",
            target -> isThread(target.getOwner())
                            && !Set.of("currentThread", "interrupt", "interrupted", "isInterrupted")
                                    .contains(target.getName())
                    || target.getOwner().isAssignableTo("java.util.concurrent.Executor")
                    || owner(target, "java.util.concurrent.Executors")
                    || owner(target, "java.util.concurrent.CompletableFuture")
                    || owner(target, "java.util.Timer")
                    || is(target, "java.util.Collection", "parallelStream")
                    || target.getName().equals("parallel")
                            && target.getOwner().getPackageName().equals("java.util.stream")),

    LOCK(
            "protocol code holds no locks",
            target -> target.getOwner().getPackageName().equals("java.util.concurrent.locks")
                    || Set.of("wait", "notify", "notifyAll").contains(target.getName())
                            && owner(target, "java.lang.Object")
                    || Set.of("CountDownLatch", "Semaphore", "CyclicBarrier", "Phaser", "Exchanger")
                            .contains(target.getOwner().getSimpleName())
                    || target.getOwner().isAssignableTo("java.util.concurrent.BlockingQueue")),

    UNORDERED(
            "LinkedHashMap, TreeMap, EnumMap, a list or an array",
            target -> constructor(target)
                            && Set.of(
                                            "java.util.HashMap",
                                            "java.util.HashSet",
                                            "java.util.Hashtable",
                                            "java.util.IdentityHashMap",
                                            "java.util.WeakHashMap",
                                            "java.util.concurrent.ConcurrentHashMap")
                                    .contains(target.getOwner().getName())
                    || owner(target, "java.util.Set") && target.getName().equals("of") && parameters(target) > 1
                    || owner(target, "java.util.Map") && target.getName().equals("of") && parameters(target) > 2
                    || is(target, "java.util.Map", "ofEntries", "copyOf")
                    || is(target, "java.util.Set", "copyOf")
                    || is(
                            target,
                            "java.util.stream.Collectors",
                            "toSet",
                            "toMap",
                            "toUnmodifiableSet",
                            "toUnmodifiableMap",
                            "groupingBy",
                            "toConcurrentMap")),

    IDENTITY("a number of one's own, given in order", target -> is(target, "java.lang.System", "identityHashCode")),

    FLOATING_POINT(
            "StrictMath or integers",
            target -> is(
                    target,
                    "java.lang.Math",
                    "sin",
                    "cos",
                    "tan",
                    "asin",
                    "acos",
                    "atan",
                    "atan2",
                    "sinh",
                    "cosh",
                    "tanh",
                    "exp",
                    "expm1",
                    "log",
                    "log10",
                    "log1p",
                    "pow",
                    "cbrt",
                    "hypot")),

    KERNEL_SOCKET(
            "bytes and events in, bytes and events out",
            target -> kernelSocket(target.getOwner())
                    || is(
                            target,
                            "java.net.InetAddress",
                            "getByName",
                            "getAllByName",
                            "getLocalHost",
                            "getHostName",
                            "getCanonicalHostName",
                            "isReachable")
                    || owner(target, "java.net.InetSocketAddress")
                            && target.getName().equals("getHostName")),

    STANDARD_STREAM("events, counters, System.Logger", target -> is(target, "java.lang.System", "out", "err", "in"));

    /** What to use in its place. */
    final String instead;

    private final Predicate<AccessTarget> matches;

    Forbidden(String instead, Predicate<AccessTarget> matches) {
        this.instead = instead;
        this.matches = matches;
    }

    boolean isUsedBy(JavaAccess<?> access) {
        return matches.test(access.getTarget());
    }

    private static boolean is(AccessTarget target, String owner, String... names) {
        return owner(target, owner) && Set.of(names).contains(target.getName());
    }

    private static boolean owner(AccessTarget target, String name) {
        return target.getOwner().getName().equals(name);
    }

    private static boolean constructor(AccessTarget target) {
        return target.getName().equals("<init>");
    }

    private static int parameters(AccessTarget target) {
        return target instanceof AccessTarget.CodeUnitAccessTarget code
                ? code.getRawParameterTypes().size()
                : 0;
    }

    private static boolean isThread(JavaClass owner) {
        return owner.isAssignableTo("java.lang.Thread") || owner.getName().startsWith("java.lang.Thread$");
    }

    private static boolean kernelSocket(JavaClass owner) {
        return Set.of(
                                "java.net.Socket",
                                "java.net.ServerSocket",
                                "java.net.DatagramSocket",
                                "java.net.MulticastSocket",
                                "java.net.NetworkInterface",
                                "java.net.URLConnection")
                        .contains(owner.getName())
                || owner.getPackageName().equals("java.net.http")
                || owner.getPackageName().equals("java.nio.channels")
                        && (owner.getSimpleName().contains("Socket")
                                || owner.getSimpleName().contains("Datagram")
                                || owner.getSimpleName().startsWith("Selector"));
    }
}
