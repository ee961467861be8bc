package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scoreboard against a list of sets that looks at everything. */
class ScoreboardTest {
    private static final int OPERATIONS = 200_000;

    private static final class Entry {
        boolean sacked;
        boolean lost;
        boolean resent;
        long resentAt;
    }

    private final Flight flight = new Flight(new LongArrayPool());
    private final Scoreboard board = new Scoreboard(flight);
    private final List<Entry> model = new ArrayList<>();
    private final RandomStream chance = RandomStream.of(1, "scoreboard", "operations");
    private int end = Integer.MAX_VALUE - 5000;
    private long now;

    @Test
    void everyMarkAndOrderIsThatOfTheModel() {
        for (int i = 0; i < OPERATIONS; i++) {
            now++;
            operation();
            if (i % 7 == 0) {
                compare();
            }
        }
    }

    private void operation() {
        int count = model.size();
        int index = count == 0 ? 0 : chance.nextInt(count);
        switch (chance.nextInt(count == 0 ? 1 : 12)) {
            case 0, 1, 2 -> {
                if (count < 300) {
                    end += 1 + chance.nextInt(1000);
                    flight.add(end, now, 0);
                    model.add(new Entry());
                }
            }
            case 3, 4, 5 -> {
                int upTo = Math.min(count, index + 1 + chance.nextInt(20));
                for (int k = board.nextUnsacked(index); k < upTo; k = board.nextUnsacked(k + 1)) {
                    board.sack(k);
                }
                for (int k = index; k < upTo; k++) {
                    Entry e = model.get(k);
                    e.resent &= e.sacked || !e.lost;
                    e.lost = false;
                    e.sacked = true;
                }
            }
            case 6, 7 -> {
                Entry e = model.get(index);
                boolean again = board.lose(index);
                assertThat(again).isEqualTo(!e.sacked && e.resent);
                if (!e.sacked) {
                    e.lost = true;
                    e.resent = false;
                }
            }
            case 8, 9 -> {
                int waiting = board.nextWaiting();
                if (waiting >= 0) {
                    flight.markRetransmitted(waiting, now);
                    board.resend(waiting);
                    model.get(waiting).resent = true;
                    model.get(waiting).resentAt = now;
                }
            }
            case 10 -> {
                int gone = chance.nextInt(Math.min(count, 30) + 1);
                board.leave(gone);
                flight.remove(gone);
                model.subList(0, gone).clear();
            }
            default -> {
                switch (chance.nextInt(20)) {
                    case 0 -> {
                        board.unmarkLost();
                        model.forEach(e -> e.lost = false);
                    }
                    case 1 -> {
                        board.forgetSacked();
                        for (Entry e : model) {
                            e.resent &= !e.sacked;
                            e.sacked = false;
                        }
                    }
                    default -> {}
                }
            }
        }
    }

    private void compare() {
        int sacked = 0;
        int lost = 0;
        int resent = 0;
        int waiting = -1;
        List<Integer> originals = new ArrayList<>();
        List<Integer> copies = new ArrayList<>();
        for (int i = 0; i < model.size(); i++) {
            Entry e = model.get(i);
            sacked += e.sacked ? 1 : 0;
            lost += e.lost ? 1 : 0;
            resent += e.resent ? 1 : 0;
            if (waiting < 0 && e.lost && !e.resent) {
                waiting = i;
            }
            if (!e.sacked && !e.lost && !e.resent) {
                originals.add(i);
            }
            if (e.resent && !e.sacked) {
                copies.add(i);
            }
        }
        copies.sort((a, b) -> Long.compare(model.get(a).resentAt, model.get(b).resentAt));
        assertThat(board.sacked).isEqualTo(sacked);
        assertThat(board.lost).isEqualTo(lost);
        assertThat(board.resent).isEqualTo(resent);
        assertThat(board.inFlight()).isEqualTo(model.size() - sacked - lost + resent);
        assertThat(board.nextWaiting()).isEqualTo(waiting);
        List<Integer> seen = new ArrayList<>();
        for (int i = board.firstOriginal(); i < flight.count(); i = board.nextOriginal(i + 1)) {
            seen.add(i);
        }
        assertThat(seen).isEqualTo(originals);
        seen.clear();
        for (int i = board.earliestResent(); i >= 0; i = board.nextResent(i)) {
            seen.add(i);
        }
        assertThat(seen).isEqualTo(copies);
    }
}
