package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixTrieTest {
    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, false", "4, false"})
    void findsWhatASearchThroughAllPrefixesFinds(long seed, boolean isV4) {
        RandomStream chance = RandomStream.of(seed, "trie", "test");
        PrefixTrie<IpPrefix> trie = new PrefixTrie<>();
        TreeMap<IpPrefix, IpPrefix> all = new TreeMap<>();
        for (int i = 0; i < 3000; i++) {
            IpPrefix prefix = IpPrefix.of(address(chance, isV4), chance.nextInt((isV4 ? 32 : 128) + 1));
            if (chance.nextInt(3) == 0 && !all.isEmpty()) {
                IpPrefix gone = all.ceilingKey(prefix) != null ? all.ceilingKey(prefix) : all.firstKey();
                trie.remove(gone);
                all.remove(gone);
            } else {
                trie.put(prefix, prefix);
                all.put(prefix, prefix);
            }
            IpAddress asked = address(chance, isV4);
            IpPrefix expected = null;
            for (IpPrefix candidate : all.keySet()) {
                if (candidate.contains(asked) && (expected == null || candidate.length() > expected.length())) {
                    expected = candidate;
                }
            }
            assertThat(longest(trie, asked)).as("step %d, %s", i, asked).isEqualTo(expected);
            assertThat(trie.get(prefix)).isEqualTo(all.get(prefix));
        }
        List<IpPrefix> listed = new ArrayList<>();
        trie.forEach(listed::add);
        assertThat(listed).containsExactlyElementsOf(all.keySet());
    }

    private static IpPrefix longest(PrefixTrie<IpPrefix> trie, IpAddress asked) {
        IpPrefix best = null;
        int visited = 0;
        for (var n = trie.first(asked.high(), asked.low()); n != null; n = n.towards(asked.high(), asked.low())) {
            best = n.value != null ? n.value : best;
            visited++;
        }
        assertThat(visited).isLessThanOrEqualTo(129);
        return best;
    }

    /** Few different bits, so that prefixes lie inside one another. */
    private static IpAddress address(RandomStream chance, boolean isV4) {
        long bits = chance.nextLong() & 0x8181_0101_8001_8181L;
        return isV4 ? new Ipv4Address((int) (bits ^ bits >>> 32)) : new Ipv6Address(bits, chance.nextLong() & 0x8001L);
    }
}
