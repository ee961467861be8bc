package dev.netrarium.stack;

import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by prefix, for one address family: a binary trie with compressed paths. A look-up visits at most one node per
 * bit of the address, whatever the size of the table.
 */
final class PrefixTrie<V> {
    private @Nullable Node<V> root;

    /** A prefix with its value, or a fork where two prefixes part. */
    static final class Node<V> {
        final long high;
        final long low;

        /** Bits of the 128-bit form, so 96 more than an IPv4 prefix length. */
        final int bits;

        private @Nullable Node<V> zero;
        private @Nullable Node<V> one;

        @Nullable V value;

        Node(long high, long low, int bits) {
            this.high = high & highMask(bits);
            this.low = low & lowMask(bits);
            this.bits = bits;
        }

        /** The next longer prefix that contains the address, or null. */
        @Nullable Node<V> towards(long addressHigh, long addressLow) {
            Node<V> child = bits == 128 ? null : bit(addressHigh, addressLow, bits) ? one : zero;
            return child != null && child.contains(addressHigh, addressLow) ? child : null;
        }

        boolean contains(long addressHigh, long addressLow) {
            return ((addressHigh ^ high) & highMask(bits)) == 0 && ((addressLow ^ low) & lowMask(bits)) == 0;
        }
    }

    /** The shortest prefix that contains the address; longer ones follow by {@link Node#towards}. */
    @Nullable Node<V> first(long high, long low) {
        Node<V> node = root;
        return node != null && node.contains(high, low) ? node : null;
    }

    @Nullable V get(IpPrefix prefix) {
        long high = prefix.address().high();
        long low = prefix.address().low();
        int bits = bitsOf(prefix);
        Node<V> node = first(high, low);
        while (node != null && node.bits < bits) {
            node = node.towards(high, low);
        }
        return node != null && node.bits == bits ? node.value : null;
    }

    void put(IpPrefix prefix, V value) {
        long high = prefix.address().high();
        long low = prefix.address().low();
        root = insert(root, new Node<>(high, low, bitsOf(prefix)), value);
    }

    void remove(IpPrefix prefix) {
        root = remove(root, prefix.address().high(), prefix.address().low(), bitsOf(prefix));
    }

    /** By address, shorter prefixes before the longer ones inside them. */
    void forEach(Consumer<V> action) {
        visit(root, action);
    }

    private static <V> Node<V> insert(@Nullable Node<V> node, Node<V> fresh, V value) {
        if (node == null) {
            fresh.value = value;
            return fresh;
        }
        int common = commonBits(node, fresh);
        if (common == node.bits && common == fresh.bits) {
            node.value = value;
            return node;
        }
        if (common == node.bits) {
            if (bit(fresh.high, fresh.low, common)) {
                node.one = insert(node.one, fresh, value);
            } else {
                node.zero = insert(node.zero, fresh, value);
            }
            return node;
        }
        Node<V> above = common == fresh.bits ? fresh : new Node<>(fresh.high, fresh.low, common);
        if (bit(node.high, node.low, common)) {
            above.one = node;
        } else {
            above.zero = node;
        }
        return insert(above, fresh, value);
    }

    private static <V> @Nullable Node<V> remove(@Nullable Node<V> node, long high, long low, int bits) {
        if (node == null || node.bits > bits || !node.contains(high, low)) {
            return node;
        }
        if (node.bits == bits) {
            node.value = null;
        } else if (bit(high, low, node.bits)) {
            node.one = remove(node.one, high, low, bits);
        } else {
            node.zero = remove(node.zero, high, low, bits);
        }
        if (node.value != null || (node.zero != null && node.one != null)) {
            return node;
        }
        return node.zero != null ? node.zero : node.one;
    }

    private static <V> void visit(@Nullable Node<V> node, Consumer<V> action) {
        if (node != null) {
            V value = node.value;
            if (value != null) {
                action.accept(value);
            }
            visit(node.zero, action);
            visit(node.one, action);
        }
    }

    private static int commonBits(Node<?> a, Node<?> b) {
        int most = Math.min(a.bits, b.bits);
        long difference = a.high ^ b.high;
        int same =
                difference != 0 ? Long.numberOfLeadingZeros(difference) : 64 + Long.numberOfLeadingZeros(a.low ^ b.low);
        return Math.min(most, same);
    }

    private static boolean bit(long high, long low, int index) {
        return ((index < 64 ? high << index : low << index - 64) & Long.MIN_VALUE) != 0;
    }

    private static int bitsOf(IpPrefix prefix) {
        return prefix.family() == IpFamily.IPV4 ? prefix.length() + 96 : prefix.length();
    }

    private static long highMask(int bits) {
        return bits == 0 ? 0 : bits >= 64 ? -1 : -1L << 64 - bits;
    }

    private static long lowMask(int bits) {
        return bits <= 64 ? 0 : -1L << 128 - bits;
    }
}
