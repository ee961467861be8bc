package dev.netrarium.junit;

import dev.netrarium.internet.DefaultInternet;
import dev.netrarium.world.Lan;
import dev.netrarium.world.World;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives test methods, {@code @BeforeEach} and {@code @AfterEach} methods their world; see {@link NetrariumTest}. All of
 * one test share one world, which is made for the first parameter and closed after the test. Parameters:
 *
 * <ul>
 *   <li>{@link World}: empty, or built from the scenario
 *   <li>{@link DefaultInternet}: the textbook's Internet, built into the world
 *   <li>{@link Lan}: one LAN of both families, 192.0.2.0/24 and 2001:db8::/64, in a world without a plan
 *   <li>whatever {@link On} allows, on a host by name
 * </ul>
 *
 * <p>A test is red, too, when a program of its world has thrown. Whatever made it red: the seed and how to run it again
 * stand in the failure, and the folder {@code target/netrarium/} holds, for this test, what it was: seed, scenario, and the
 * last frames on every wire as pcapng.
 */
public final class NetrariumExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace OURS = Namespace.create(NetrariumExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return parameter.isAnnotated(On.class)
                || type == World.class
                || type == DefaultInternet.class
                || type == Lan.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Executable asking = parameter.getDeclaringExecutable();
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "a world lives as long as one test: ask for it in test methods, @BeforeEach and @AfterEach, not in "
                            + asking);
        }
        WorldOfTest world = context.getStore(OURS)
                .computeIfAbsent(WorldOfTest.class, _ -> make(context, asking), WorldOfTest.class);
        try {
            Class<?> type = parameter.getParameter().getType();
            Optional<On> on = parameter.findAnnotation(On.class);
            return on.isPresent() ? world.on(on.get().value(), type) : world.get(type);
        } catch (IllegalArgumentException e) {
            throw new ParameterResolutionException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        WorldOfTest world = context.getStore(OURS).remove(WorldOfTest.class, WorldOfTest.class);
        if (world != null) {
            world.end(context.getExecutionException().orElse(null));
        }
    }

    private static WorldOfTest make(ExtensionContext context, Executable asking) {
        NetrariumTest wish = wish(context);
        boolean internet = wantsInternet(asking)
                || context.getTestMethod()
                        .map(NetrariumExtension::wantsInternet)
                        .orElse(false);
        return new WorldOfTest(TestName.of(context), wish, context.getRequiredTestClass(), internet);
    }

    private static NetrariumTest wish(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), NetrariumTest.class)
                .or(() -> AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), NetrariumTest.class, context.getEnclosingTestClasses()))
                .orElseGet(() -> Defaults.class.getAnnotation(NetrariumTest.class));
    }

    /** The default Internet needs the world while it is empty: before any other parameter is made. */
    private static boolean wantsInternet(Executable method) {
        return Arrays.stream(method.getParameters()).map(Parameter::getType).anyMatch(DefaultInternet.class::equals);
    }

    /** What holds where a test uses the extension without the annotation. */
    @NetrariumTest
    private static final class Defaults {}
}
