package dev.netrarium.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same scenario and seed give the same bytes in every JVM; so cores take neither time nor chance nor order from outside. */
class DeterminismTest {

    @ParameterizedTest
    @EnumSource(Forbidden.class)
    void coresDoNotUse(Forbidden rule) {
        List<String> violations = new ArrayList<>();
        for (JavaClass type : Rooms.classesOf(Rooms.DETERMINISTIC)) {
            if (Exceptions.ALL.stream().noneMatch(exception -> exception.covers(rule, type.getName()))) {
                violations.addAll(uses(rule, type));
            }
        }
        assertThat(violations)
                .as("%s; use instead: %s. A needed exception goes into Exceptions with its reason", rule, rule.instead)
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Forbidden.class)
    void everyExceptionIsStillNeeded(Forbidden rule) {
        for (Exceptions.Exception exception : Exceptions.ALL) {
            if (exception.rule() == rule) {
                assertThat(Rooms.classesOf(Rooms.DETERMINISTIC))
                        .as("classes that need %s", exception)
                        .filteredOn(type -> exception.covers(rule, type.getName()))
                        .anyMatch(type -> !uses(rule, type).isEmpty());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Forbidden.class)
    void theRulesSeeWhatTheyForbid(Forbidden rule) {
        JavaClass sinner = new ClassFileImporter().importClass(Sinner.class);
        assertThat(uses(rule, sinner)).hasSizeGreaterThanOrEqualTo(1);
    }

    private static List<String> uses(Forbidden rule, JavaClass type) {
        Stream<String> accesses =
                type.getAccessesFromSelf().stream().filter(rule::isUsedBy).map(JavaAccess::getDescription);
        return (rule == Forbidden.LOCK ? Stream.concat(accesses, Monitors.of(type)) : accesses).toList();
    }

    @Test
    void monitorsAreSeenInBlocksAndMethods() {
        assertThat(Monitors.of(new ClassFileImporter().importClass(Sinner.class)))
                .anyMatch(use -> use.contains("guarded() is synchronized"))
                .anyMatch(use -> use.contains("guarding() has a synchronized block"))
                .hasSize(2);
    }

    /** Breaks each rule once. */
    @SuppressWarnings("unused")
    private static final class Sinner {
        final Map<String, String> table = new HashMap<>();
        final Set<String> words = Set.of("a", "b");
        final ReentrantLock lock = new ReentrantLock();

        void sin() throws Exception {
            long now = System.nanoTime();
            int chance = new Random(1).nextInt();
            Thread.sleep(1);
            lock.lock();
            int identity = System.identityHashCode(this);
            double power = Math.pow(1.1, chance);
            new java.net.Socket().close();
            System.out.println(power + now + identity);
        }

        synchronized void guarded() {}

        void guarding() {
            synchronized (lock) {
                table.clear();
            }
        }
    }
}
