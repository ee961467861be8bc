package dev.netrarium.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One room, one module, and arrows that only point down. */
class RoomsTest {

    @Test
    void everyRoomOfTheBuildIsInTheTable() throws Exception {
        Set<String> built = Pattern.compile("<module>(\\w+)</module>")
                .matcher(Files.readString(Path.of("../pom.xml")))
                .results()
                .map(match -> match.group(1))
                .filter(module -> !Set.of("bom", "architecture").contains(module))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(Rooms.all()).isEqualTo(built);
        assertThat(Rooms.found()).isEqualTo(built);
        assertThat(Rooms.modules().keySet()).isEqualTo(built);
    }

    @Test
    void arrowsOnlyPointDown() {
        for (String room : Rooms.all()) {
            assertThat(Rooms.mayUse(room))
                    .as("rooms that %s may use", room)
                    .allSatisfy(below -> assertThat(Rooms.mayUse(below))
                            .as("%s is below %s", below, room)
                            .doesNotContain(room)
                            .isSubsetOf(Rooms.mayUse(room)));
        }
    }

    static Set<String> rooms() {
        return Rooms.all();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void classesUseOnlyTheRoomsBelow(String room) {
        assertThat(Rooms.classesOf(Set.of(room)))
                .flatExtracting(type -> type.getDirectDependenciesFromSelf())
                .filteredOn(dependency -> {
                    String other = roomOfTarget(dependency);
                    return !other.isEmpty()
                            && !other.equals(room)
                            && !Rooms.mayUse(room).contains(other);
                })
                .extracting(Dependency::getDescription)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void modulesRequireOnlyTheRoomsBelow(String room) {
        assertThat(Rooms.modules().get(room).descriptor().requires())
                .extracting(Requires::name)
                .filteredOn(name -> name.startsWith(Rooms.PREFIX))
                .allSatisfy(name -> assertThat(Rooms.mayUse(room)).contains(name.substring(Rooms.PREFIX.length())));
    }

    static Set<String> jdkOnlyRooms() {
        return Rooms.JDK_ONLY;
    }

    @ParameterizedTest
    @MethodSource("jdkOnlyRooms")
    void librariesNeedNothingButTheJdkAtRunTime(String room) {
        assertThat(Rooms.modules().get(room).descriptor().requires())
                .filteredOn(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
                .extracting(Requires::name)
                .allMatch(name -> name.startsWith(Rooms.PREFIX) || name.startsWith("java.") || name.startsWith("jdk."));
    }

    @Test
    void onlyUplinkTouchesNativeCode() {
        assertThat(Rooms.classes())
                .filteredOn(type -> !Rooms.roomOf(type.getPackageName()).equals("uplink"))
                .flatExtracting(type -> type.getDirectDependenciesFromSelf())
                .filteredOn(dependency ->
                        dependency.getTargetClass().getPackageName().startsWith("java.lang.foreign"))
                .extracting(Dependency::getDescription)
                .isEmpty();
    }

    private static String roomOfTarget(Dependency dependency) {
        return Rooms.roomOf(dependency.getTargetClass().getBaseComponentType().getPackageName());
    }
}
