package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.RandomStream;
import org.junit.jupiter.api.Test;

/** The byte containers under a connection, against plain models, with random operations. */
class BuffersTest {
    private static final int OPERATIONS = 20_000;

    @Test
    void aRingHoldsWhatAnArrayWouldHold() {
        for (int seed = 0; seed < 10; seed++) {
            RandomStream chance = RandomStream.of(seed, "ring", "operations");
            ChunkPool pool = new ChunkPool(Long.MAX_VALUE);
            ReceiveBuffer buffer = new ReceiveBuffer(pool);
            byte[] model = new byte[100_000]; // what lies at each place from the first unread byte on
            int readable = 0;
            for (int i = 0; i < OPERATIONS / 10; i++) {
                int length = 1 + chance.nextInt(9_000);
                byte[] bytes = new byte[length];
                for (int k = 0; k < length; k++) {
                    bytes[k] = (byte) chance.nextInt();
                }
                if (readable + length < 60_000 && chance.chance(0.6)) {
                    boolean gap = chance.chance(0.2);
                    int at = gap ? chance.nextInt(20_000) : 0;
                    assertThat(buffer.place(at, bytes, 0, length)).isTrue();
                    System.arraycopy(bytes, 0, model, readable + at, length);
                    if (gap) {
                        buffer.outOfOrder.add(at, at + length); // only so that the ring is not cleared
                    } else {
                        buffer.advance(length);
                        readable += length;
                    }
                } else {
                    int n = buffer.read(bytes, 0, length);
                    assertThat(n).isEqualTo(Math.min(length, readable));
                    for (int k = 0; k < n; k++) {
                        assertThat(bytes[k]).isEqualTo(model[k]);
                    }
                    System.arraycopy(model, n, model, 0, model.length - n);
                    readable -= n;
                }
                if (chance.chance(0.05)) {
                    buffer.forgetOutOfOrder();
                }
                assertThat(buffer.readable()).isEqualTo(readable);
                assertThat(pool.heldBytes()).isLessThan(120_000);
            }
            buffer.clear();
            assertThat(pool.heldBytes()).isZero();
        }
    }

    @Test
    void aPoolKeepsItsWorkingSetAndLetsGoOfWhatABurstLeft() {
        ChunkPool pool = new ChunkPool(Long.MAX_VALUE);
        byte[][] burst = new byte[8_000][];
        for (int i = 0; i < burst.length; i++) {
            burst[i] = pool.take();
        }
        java.util.Set<byte[]> first = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        for (byte[] chunk : burst) {
            first.add(chunk);
            pool.give(chunk);
        }
        for (int i = 0; i < burst.length; i++) {
            burst[i] = pool.take();
            assertThat(first).as("the next burst makes no new chunk").contains(burst[i]);
        }
        for (byte[] chunk : burst) {
            pool.give(chunk);
        }
        for (int i = 0; i < 200_000; i++) {
            pool.give(pool.take()); // one suffices from here
        }
        assertThat(pool.freeChunks()).isLessThan(1_100);
        assertThat(pool.heldBytes()).isZero();
    }

    @Test
    void rangesCoverWhatASetOfNumbersWouldHold() {
        for (int seed = 0; seed < 20; seed++) {
            RandomStream chance = RandomStream.of(seed, "ranges", "operations");
            int origin = seed % 2 == 0 ? 0 : Integer.MAX_VALUE - 500; // across the sign
            boolean[] held = new boolean[2_000];
            SequenceRanges ranges = new SequenceRanges();
            int next = 0;
            for (int i = 0; i < 200 && next < 1_800; i++) {
                int start = next + chance.nextInt(held.length - next - 60);
                int end = start + 1 + chance.nextInt(50);
                if (chance.chance(0.85)) {
                    assertThat(ranges.add(origin + start, origin + end)).isNotNegative();
                    java.util.Arrays.fill(held, start, end, true);
                } else {
                    next = Math.min(next + chance.nextInt(40), 1_800);
                    int expected = next;
                    while (held[expected]) {
                        expected++;
                    }
                    assertThat(ranges.advance(origin + next) - origin).isEqualTo(expected);
                    next = expected;
                    java.util.Arrays.fill(held, 0, next, false);
                }
                assertSame(ranges, held, origin);
            }
        }
    }

    private static void assertSame(SequenceRanges ranges, boolean[] held, int origin) {
        int seen = 0;
        int at = 0;
        while (at < held.length) {
            if (!held[at]) {
                at++;
                continue;
            }
            int start = at;
            while (at < held.length && held[at]) {
                at++;
            }
            assertThat(ranges.start(seen) - origin).isEqualTo(start);
            assertThat(ranges.end(seen) - origin).isEqualTo(at);
            assertThat(ranges.covers(origin + start, origin + at)).isTrue();
            assertThat(ranges.covers(origin + start, origin + at + 1)).isFalse();
            seen++;
        }
        assertThat(ranges.count()).isEqualTo(seen);
    }

    @Test
    void theFlightRemembersSegmentsInTheOrderOfSending() {
        RandomStream chance = RandomStream.of(1, "flight", "operations");
        Flight flight = new Flight(new LongArrayPool());
        java.util.ArrayDeque<long[]> model = new java.util.ArrayDeque<>();
        int end = Integer.MAX_VALUE - 10_000;
        long now = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            now += chance.nextInt(1_000_000);
            if (model.size() < 500 && chance.chance(0.55)) {
                end += 1 + chance.nextInt(1460);
                flight.add(end, now);
                model.add(new long[] {end, now});
            } else if (!model.isEmpty()) {
                int covered = chance.nextInt(model.size() + 1);
                int acknowledged = covered == 0
                        ? (int) model.peek()[0] - 1
                        : (int) model.stream().skip(covered - 1).findFirst().orElseThrow()[0];
                assertThat(flight.covered(acknowledged)).isEqualTo(covered);
                flight.remove(covered);
                for (int k = 0; k < covered; k++) {
                    model.remove();
                }
            }
            assertThat(flight.count()).isEqualTo(model.size());
            if (!model.isEmpty()) {
                assertThat(flight.end(0)).isEqualTo((int) model.peek()[0]);
                assertThat(flight.end(flight.count() - 1)).isEqualTo(end);
                assertThat(flight.sentNanos(0)).isEqualTo(model.peek()[1]);
                assertThat(flight.has(0, Flight.EVER_RESENT)).isFalse();
            }
        }
    }
}
