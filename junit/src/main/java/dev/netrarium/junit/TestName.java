package dev.netrarium.junit;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a test is called: by those who run it, and in the file system.
 *
 * @param className with its package
 * @param methodName without parameters
 * @param displayName tells the invocations of one method apart
 */
record TestName(String className, String methodName, String displayName) {
    private static final Path FOLDERS = Path.of("target", "netrarium");
    private static final int LONGEST_DISPLAY_NAME = 60;

    static TestName of(ExtensionContext context) {
        return new TestName(
                context.getRequiredTestClass().getName(),
                context.getRequiredTestMethod().getName(),
                context.getDisplayName());
    }

    /** Where a failing test leaves what it leaves; the same folder for each run of the same test. */
    Path folder() {
        String name = className.substring(className.lastIndexOf('.') + 1) + "." + methodName;
        String shown = displayName.replaceFirst("\\(.*\\)$", "");
        if (!shown.equals(methodName)) {
            shown = shown.replaceAll("[^A-Za-z0-9._-]+", "_");
            name += "." + shown.substring(0, Math.min(shown.length(), LONGEST_DISPLAY_NAME));
        }
        return FOLDERS.resolve(name.replace('$', '.'));
    }

    /** What Maven and Gradle run by {@code -Dtest=…} and {@code --tests}. */
    String selector() {
        return className.substring(className.lastIndexOf('.') + 1) + "#" + methodName;
    }
}
