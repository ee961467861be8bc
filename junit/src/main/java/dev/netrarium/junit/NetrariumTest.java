package dev.netrarium.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test in a world of its own. On a method it is JUnit's {@code @Test} too; on a class it makes worlds for all test
 * methods there, parameterized and repeated ones included.
 *
 * {@snippet :
 * @NetrariumTest(seed = 42)
 * void aPageSurvivesLoss(Lan lan, @On("web") ServerSocketFactory web, @On("user") SocketFactory user) throws Exception {
 *     lan.loss(0.05);
 *     …
 * }
 * }
 *
 * <p>{@link NetrariumExtension} says which parameters there are, and what a failing test leaves behind.
 */
@Documented
@Inherited
@Test
@ExtendWith(NetrariumExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface NetrariumTest {
    /** All chance of the world comes from it. The system property {@code netrarium.seed} has precedence. */
    long seed() default 1;

    /**
     * True for a world in real time, which code with threads of its own needs: threads that the world did not start cannot
     * block in virtual time.
     */
    boolean live() default false;

    /** A scenario file that the world is built from: a resource beside the test class, or an absolute one with a slash. */
    String scenario() default "";
}
