package dev.netrarium.stack;

import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One routing table: a prefix trie per family; under each prefix its routes, lowest metric first. */
final class RouteTable {
    final int number;
    private final PrefixTrie<Route[]> v4 = new PrefixTrie<>();
    private final PrefixTrie<Route[]> v6 = new PrefixTrie<>();
    private int size;

    RouteTable(int number) {
        this.number = number;
    }

    int size() {
        return size;
    }

    /** False when there is such a route already. */
    boolean add(Route route) {
        PrefixTrie<Route[]> trie = trie(route.destination().family());
        Route[] there = trie.get(route.destination());
        int count = there == null ? 0 : there.length;
        Route[] more = new Route[count + 1];
        int place = 0;
        for (int i = 0; i < count && there != null; i++) {
            if (there[i].equals(route)) {
                return false;
            }
            if (there[i].metric() <= route.metric()) {
                place = i + 1;
            }
        }
        if (there != null) {
            System.arraycopy(there, 0, more, 0, place);
            System.arraycopy(there, place, more, place + 1, count - place);
        }
        more[place] = route;
        trie.put(route.destination(), more);
        size++;
        return true;
    }

    /** Removes the first route to the prefix that the predicate takes. */
    boolean removeFirst(IpPrefix destination, Predicate<Route> which) {
        Route[] there = trie(destination.family()).get(destination);
        if (there != null) {
            for (Route route : there) {
                if (which.test(route)) {
                    remove(route);
                    return true;
                }
            }
        }
        return false;
    }

    void removeIf(Predicate<Route> which) {
        forEach(route -> {
            if (which.test(route)) {
                remove(route);
            }
        });
    }

    /** Every route, IPv4 before IPv6, by prefix and metric; the table may change under it. */
    void forEach(Consumer<Route> action) {
        List<Route[]> all = new ArrayList<>();
        v4.forEach(all::add);
        v6.forEach(all::add);
        for (Route[] routes : all) {
            for (Route route : routes) {
                action.accept(route);
            }
        }
    }

    /**
     * The route with the longest prefix whose interface is up.
     *
     * @param egress only by this interface; null for any
     */
    @Nullable Route lookup(boolean isV4, long high, long low, @Nullable NetInterface egress) {
        Route best = null;
        PrefixTrie<Route[]> trie = isV4 ? v4 : v6;
        for (var node = trie.first(high, low); node != null; node = node.towards(high, low)) {
            Route[] routes = node.value;
            if (routes != null) {
                for (Route route : routes) {
                    if (isUsable(route, egress)) {
                        best = route;
                        break;
                    }
                }
            }
        }
        return best;
    }

    private static boolean isUsable(Route route, @Nullable NetInterface wanted) {
        NetInterface by = route.egress();
        if (by == null || route.kind() == Route.Kind.LOCAL) {
            return true; // as on Linux, the address of an interface that is down is still the host's
        }
        return by.isUp() && (wanted == null || wanted == by);
    }

    private void remove(Route route) {
        PrefixTrie<Route[]> trie = trie(route.destination().family());
        Route[] there = trie.get(route.destination());
        if (there != null) {
            Route[] rest = Arrays.stream(there).filter(r -> !r.equals(route)).toArray(Route[]::new);
            size -= there.length - rest.length;
            if (rest.length == 0) {
                trie.remove(route.destination());
            } else {
                trie.put(route.destination(), rest);
            }
        }
    }

    private PrefixTrie<Route[]> trie(IpFamily family) {
        return family == IpFamily.IPV4 ? v4 : v6;
    }
}
