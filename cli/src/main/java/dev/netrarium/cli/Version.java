package dev.netrarium.cli;

import java.lang.module.ModuleDescriptor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/**
 * What {@code --version} prints. The version is the module's own; the revision comes from the launcher as a property of
 * the process and is not in the jar, so that archives stay the same whoever builds them.
 */
final class Version implements IVersionProvider {
    private static final String REVISION_PROPERTY = "netrarium.revision";

    @Override
    public String[] getVersion() {
        return new String[] {
            "netrarium " + version(Main.class.getModule().getDescriptor())
                    + revision(System.getProperty(REVISION_PROPERTY)),
            "JDK " + System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + "), "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    private static String version(@Nullable ModuleDescriptor descriptor) {
        return descriptor == null
                ? "on the class path"
                : descriptor.rawVersion().orElse("without a version");
    }

    private static String revision(@Nullable String revision) {
        return revision == null || revision.isBlank() ? "" : " (revision " + revision + ")";
    }
}
