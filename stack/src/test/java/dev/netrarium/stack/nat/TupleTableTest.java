package dev.netrarium.stack.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.SipHash;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table against one that is known to be right. */
class TupleTableTest {
    private record Key(long first, long second) {}

    @Test
    void itFindsWhatAMapFindsThroughAnyCourseOfAddingAndRemoving() {
        RandomStream chance = RandomStream.of(5, "tuple table", "model");
        TupleTable<Integer> table = new TupleTable<>(SipHash.keyedBy(chance));
        Map<Key, Integer> model = new HashMap<>();
        for (int step = 0; step < 200_000; step++) {
            Key key = new Key(chance.nextInt(40), chance.nextInt(step < 100_000 ? 40 : 8));
            if (chance.chance(0.5)) {
                if (!model.containsKey(key)) {
                    table.put(key.first, key.second, step);
                    model.put(key, step);
                }
            } else {
                table.remove(key.first, key.second);
                model.remove(key);
            }
            Key asked = new Key(chance.nextInt(40), chance.nextInt(40));
            assertThat(table.get(asked.first, asked.second)).isEqualTo(model.get(asked));
            assertThat(table.size()).isEqualTo(model.size());
        }
        model.forEach(
                (key, value) -> assertThat(table.get(key.first, key.second)).isEqualTo(value));
    }
}
