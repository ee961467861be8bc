package dev.netrarium.stack.nat;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.SipHash;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which inside endpoint holds which outside port. The mapping is endpoint-independent (RFC 4787 REQ-1, RFC 5382 REQ-1):
 * as long as any flow of an inside endpoint lives, all its flows get the same outside port. A port is preserved where it
 * is free, and otherwise taken at random among those of its kind (RFC 4787 REQ-3, REQ-4).
 */
final class PortPool {
    /** An inside endpoint's outside port, and how many flows use it. */
    static final class Mapping {
        final int protocol;
        final int insideAddress;
        final int insidePort;
        final int outsideAddress;
        final int outsidePort;
        int flows;

        Mapping(int protocol, int insideAddress, int insidePort, int outsideAddress, int outsidePort) {
            this.protocol = protocol;
            this.insideAddress = insideAddress;
            this.insidePort = insidePort;
            this.outsideAddress = outsideAddress;
            this.outsidePort = outsidePort;
        }
    }

    private final RandomStream chance;
    private final TupleTable<Mapping> byInside;
    private final TupleTable<Mapping> byOutside;

    PortPool(RandomStream chance) {
        this.chance = chance;
        this.byInside = new TupleTable<>(SipHash.keyedBy(chance));
        this.byOutside = new TupleTable<>(SipHash.keyedBy(chance));
    }

    int size() {
        return byOutside.size();
    }

    /**
     * The mapping of an inside endpoint, a new one when it has none.
     *
     * @param isUsable says whether an outside port that nobody holds may be given out
     * @return null when no port is free
     */
    @Nullable Mapping map(int protocol, int insideAddress, int insidePort, int outsideAddress, IntPredicate isUsable) {
        Mapping known = byInside.get(inside(insideAddress, insidePort), outside(protocol, outsideAddress, 0));
        if (known != null) {
            return known;
        }
        int port = choose(protocol, insidePort, outsideAddress, isUsable);
        if (port < 0) {
            return null;
        }
        Mapping mapping = new Mapping(protocol, insideAddress, insidePort, outsideAddress, port);
        byInside.put(inside(insideAddress, insidePort), outside(protocol, outsideAddress, 0), mapping);
        byOutside.put(protocol, outside(protocol, outsideAddress, port), mapping);
        return mapping;
    }

    /** True when an inside endpoint holds this outside port. */
    boolean isHeld(int protocol, int outsideAddress, int port) {
        return !isFree(protocol, outsideAddress, port);
    }

    /** One flow uses it no longer. */
    void release(Mapping mapping) {
        if (--mapping.flows <= 0) {
            byInside.remove(
                    inside(mapping.insideAddress, mapping.insidePort),
                    outside(mapping.protocol, mapping.outsideAddress, 0));
            byOutside.remove(mapping.protocol, outside(mapping.protocol, mapping.outsideAddress, mapping.outsidePort));
        }
    }

    private int choose(int protocol, int wanted, int outsideAddress, IntPredicate isUsable) {
        if (isFree(protocol, outsideAddress, wanted) && isUsable.test(wanted)) {
            return wanted;
        }
        int low = wanted < 512 ? 1 : wanted < 1024 ? 600 : 1024; // as Linux: low ports stay low
        int high = wanted < 512 ? 511 : wanted < 1024 ? 1023 : 65_535;
        int count = high - low + 1;
        int offset = chance.nextInt(count);
        for (int i = 0; i < count; i++) {
            int port = low + (offset + i) % count;
            if (isFree(protocol, outsideAddress, port) && isUsable.test(port)) {
                return port;
            }
        }
        return -1;
    }

    private boolean isFree(int protocol, int outsideAddress, int port) {
        return byOutside.get(protocol, outside(protocol, outsideAddress, port)) == null;
    }

    private static long inside(int address, int port) {
        return (long) address << 16 | port;
    }

    private static long outside(int protocol, int address, int port) {
        return (long) protocol << 48 | (address & 0xffff_ffffL) << 16 | port;
    }
}
