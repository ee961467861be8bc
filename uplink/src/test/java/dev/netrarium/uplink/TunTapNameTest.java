package dev.netrarium.uplink;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.PacketPool;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that no device can have are told before the kernel is asked. */
@EnabledOnOs(OS.LINUX)
class TunTapNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "sixteen-letters!", "a/b", "a b", "a:b", "täp0"})
    void aNameThatNoDeviceCanHaveIsRefused(String name) {
        assertThatThrownBy(() -> TunTap.open(TunTap.Kind.TAP, name, new PacketPool()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 15 printable characters");
    }
}
