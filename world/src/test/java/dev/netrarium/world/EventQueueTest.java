package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.Timer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The queue of events against a sorted list. */
class EventQueueTest {
    private final EventQueue queue = new EventQueue();

    private static PlannedAction source(int number) {
        return new PlannedAction(number, () -> {});
    }

    @Test
    void theEarliestComesFirst() {
        EventSource a = source(0);
        EventSource b = source(1);
        queue.schedule(a, 20);
        queue.schedule(b, 10);

        assertThat(queue.firstTime()).isEqualTo(10);
        assertThat(queue.poll()).isSameAs(b);
        assertThat(queue.poll()).isSameAs(a);
        assertThat(queue.firstTime()).isEqualTo(Timer.NEVER);
    }

    @Test
    void eventsOfOneInstantAreOrderedByRankNotByWhoCameFirst() {
        EventSource a = source(0);
        EventSource b = source(1);
        queue.schedule(b, 10);
        queue.schedule(a, 10);

        assertThat(queue.poll()).isSameAs(a);
    }

    @Test
    void timersComeBeforeFramesAndFramesBeforeCommands() {
        assertThat(EventSource.rank(EventSource.TIMERS, 900, 5, 7))
                .isLessThan(EventSource.rank(EventSource.FRAMES, 1, 0, 0));
        assertThat(EventSource.rank(EventSource.FRAMES, 900, 5, 7))
                .isLessThan(EventSource.rank(EventSource.COMMANDS, 1, 0, 0));
        assertThat(EventSource.rank(EventSource.FRAMES, 1, 60_000, 1_000_000))
                .isLessThan(EventSource.rank(EventSource.FRAMES, 2, 0, 0));
    }

    @Test
    void schedulingAgainMovesASource() {
        EventSource a = source(0);
        EventSource b = source(1);
        queue.schedule(a, 10);
        queue.schedule(b, 20);
        queue.schedule(a, 30);
        assertThat(queue.first()).isSameAs(b);
        queue.schedule(a, 5);
        assertThat(queue.first()).isSameAs(a);
        queue.schedule(a, Timer.NEVER);
        assertThat(queue.first()).isSameAs(b);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void anyMixOfSchedulingAndCancellingComesOutSorted() {
        RandomStream chance = RandomStream.of(3, "queue", "test");
        List<EventSource> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(source(i));
        }
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 100; i++) {
                EventSource each = all.get(chance.nextInt(all.size()));
                if (chance.chance(0.25)) {
                    queue.cancel(each);
                } else {
                    queue.schedule(each, chance.nextLong(50));
                }
            }
            List<EventSource> expected = all.stream()
                    .filter(s -> s.index >= 0)
                    .sorted(Comparator.comparingLong(queue::timeOf).thenComparingLong(s -> s.rank))
                    .toList();
            List<EventSource> polled = new ArrayList<>();
            while (queue.size() > 0) {
                polled.add(queue.poll());
            }
            assertThat(polled).containsExactlyElementsOf(expected);
        }
    }
}
