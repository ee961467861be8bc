package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressMapTest {
    @ParameterizedTest
    @CsvSource({"1, true", "2, false"})
    void holdsWhatAHashMapHolds(long seed, boolean keyed) {
        RandomStream chance = RandomStream.of(seed, "map", "test");
        AddressMap<String> map = new AddressMap<>(keyed ? SipHash.keyedBy(chance) : null);
        Map<Long, String> model = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            long low = chance.nextInt(600);
            long high = low % 3;
            switch (chance.nextInt(3)) {
                case 0 -> {
                    map.put(high, low, "v" + i);
                    model.put(low, "v" + i);
                }
                case 1 -> assertThat(map.remove(high, low)).isEqualTo(model.remove(low));
                default -> assertThat(map.get(high, low)).isEqualTo(model.get(low));
            }
            assertThat(map.size()).isEqualTo(model.size());
        }
        List<String> all = new ArrayList<>();
        map.forEach(all::add);
        assertThat(all).containsExactlyInAnyOrderElementsOf(model.values());
    }
}
