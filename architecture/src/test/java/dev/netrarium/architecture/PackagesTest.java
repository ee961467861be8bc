package dev.netrarium.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every package: names that say something, nullness that is stated, providers that are found both ways. */
class PackagesTest {
    private static final String SERVICES = "META-INF/services/";
    private static final Pattern CORNER = Pattern.compile("(?i)util|common|manager|helper");

    @Test
    void noNameIsACornerForLeftovers() {
        assertThat(Rooms.classes())
                .extracting(JavaClass::getName)
                .filteredOn(name -> CORNER.matcher(name).find())
                .isEmpty();
    }

    @Test
    void everyPackageStatesItsNullness() {
        Set<JavaPackage> packages = new TreeSet<>((one, other) -> one.getName().compareTo(other.getName()));
        for (JavaClass type : Rooms.classes()) {
            packages.add(type.getPackage());
        }
        assertThat(packages).isNotEmpty().allMatch(each -> each.isAnnotatedWith(NullMarked.class));
    }

    static Set<String> rooms() {
        return Rooms.all();
    }

    /** On the class path {@code provides} is ignored, on the module path {@code META-INF/services} is. */
    @ParameterizedTest
    @MethodSource("rooms")
    void providersStandInBothPlaces(String room) throws Exception {
        ModuleReference module = Rooms.modules().get(room);
        Map<String, List<String>> provided = new TreeMap<>();
        for (ModuleDescriptor.Provides provides : module.descriptor().provides()) {
            provided.put(
                    provides.service(), provides.providers().stream().sorted().toList());
        }
        assertThat(serviceFiles(module)).isEqualTo(provided);
    }

    private static Map<String, List<String>> serviceFiles(ModuleReference module) throws Exception {
        Map<String, List<String>> services = new TreeMap<>();
        try (ModuleReader reader = module.open()) {
            for (String name : reader.list().toList()) {
                if (name.startsWith(SERVICES) && !name.endsWith("/")) {
                    String text = new String(reader.open(name).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
                    services.put(
                            name.substring(SERVICES.length()),
                            text.lines()
                                    .map(line -> line.replaceFirst("#.*", "").strip())
                                    .filter(line -> !line.isEmpty())
                                    .sorted()
                                    .toList());
                }
            }
        }
        return services;
    }
}
