package dev.netrarium.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rooms of the house and the arrows between them, as ARCHITECTURE.md draws them. A new room gets a row here, a
 * dependency in {@code architecture/pom.xml} (unless {@code cli} or {@code junit} brings it), and is then held to every
 * rule of this folder.
 */
final class Rooms {
    static final String PREFIX = "dev.netrarium.";

    /** Each room and all rooms it may see, directly or through another. */
    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("wire", Set.of()),
            Map.entry("stack", Set.of("wire")),
            Map.entry("world", Set.of("wire", "stack")),
            Map.entry("services", Set.of("wire", "stack")),
            Map.entry("web", Set.of("wire")),
            Map.entry("sockets", Set.of("wire", "stack", "services")),
            Map.entry("uplink", Set.of("wire", "stack")),
            Map.entry("drill", Set.of("wire", "stack")),
            Map.entry("scenario", Set.of("wire", "stack", "world")),
            Map.entry("internet", Set.of("wire", "stack", "world", "services", "web")),
            Map.entry("junit", Set.of("wire", "stack", "world", "services", "web", "sockets", "scenario", "internet")),
            Map.entry(
                    "bench",
                    Set.of("wire", "stack", "world", "services", "web", "sockets", "uplink", "scenario", "internet")),
            Map.entry(
                    "cli",
                    Set.of(
                            "wire",
                            "stack",
                            "world",
                            "services",
                            "web",
                            "sockets",
                            "uplink",
                            "scenario",
                            "internet",
                            "drill",
                            "bench"))));

    /** Libraries that live on other people's class paths: no run-time dependency but the JDK. */
    static final Set<String> JDK_ONLY =
            Set.of("wire", "stack", "world", "services", "web", "sockets", "uplink", "drill");

    /** Pure state machines, and what runs in virtual time with them: deterministic, see {@link DeterminismTest}. */
    static final Set<String> DETERMINISTIC = Set.of("wire", "stack", "world", "services", "web", "internet", "drill");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.netrarium");

    private Rooms() {}

    static Set<String> all() {
        return MAY_USE.keySet();
    }

    static Set<String> mayUse(String room) {
        return MAY_USE.get(room);
    }

    /** Every class of every room, tests left out. */
    static JavaClasses classes() {
        return CLASSES;
    }

    static List<JavaClass> classesOf(Set<String> rooms) {
        return CLASSES.stream()
                .filter(type -> rooms.contains(roomOf(type.getPackageName())))
                .toList();
    }

    /** The room of a package of ours: the word after {@code dev.netrarium}. */
    static String roomOf(String packageName) {
        if (!packageName.startsWith(PREFIX)) {
            return "";
        }
        String rest = packageName.substring(PREFIX.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    /** The rooms as modules: from jars in {@code verify}, from {@code target/classes} in {@code test}. */
    static Map<String, ModuleReference> modules() {
        Path[] places = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(place -> place.getFileName().toString().startsWith(PREFIX)
                        || Files.exists(place.resolve("module-info.class")))
                .toArray(Path[]::new);
        return ModuleFinder.of(places).findAll().stream()
                .filter(module -> module.descriptor().name().startsWith(PREFIX))
                .collect(Collectors.toMap(
                        module -> module.descriptor().name().substring(PREFIX.length()),
                        module -> module,
                        (one, other) -> one,
                        TreeMap::new));
    }

    /** The rooms that the classes on the class path belong to. */
    static Set<String> found() {
        return CLASSES.stream()
                .map(type -> roomOf(type.getPackageName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
