package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What waits to be sent, in Linux's portions: here of 4000 bytes, for a peer whose window was 8000 at most. */
class WriteQueueTest {
    private final WriteQueue queue = new WriteQueue(new LongArrayPool());
    private int written = 1;
    private int pushed = 1;

    private void write(int bytes) {
        pushed = queue.append(1, written, bytes, 4000, pushed, 8000);
        written += bytes;
    }

    @Test
    void theEndOfAWriteIsPushed() {
        write(1000);
        assertThat(queue.portions()).isEqualTo(1);
        assertThat(queue.firstBytes(1)).isEqualTo(1000);
        assertThat(queue.isFirstPushed()).isTrue();
        assertThat(pushed).isEqualTo(1001);
    }

    @Test
    void moreInTheSamePortionTakesTheMarkAwayUntilItEndsToo() {
        write(1000);
        write(3001);
        assertThat(queue.portions()).isEqualTo(2);
        assertThat(queue.isFirstPushed()).isFalse();
        queue.sent(4001);
        assertThat(queue.firstBytes(4001)).isEqualTo(1);
        assertThat(queue.isFirstPushed()).isTrue();
    }

    @Test
    void aFullPortionKeepsItsMark() {
        write(4000);
        write(1000);
        assertThat(queue.isFirstPushed()).isTrue();
    }

    @Test
    void aLongWriteIsPushedWheneverHalfAWindowWasWritten() {
        write(16_000);
        assertThat(queue.isFirstPushed()).isFalse(); // 4000 bytes are not more than half of the window
        queue.sent(4001);
        assertThat(queue.isFirstPushed()).isTrue();
    }

    @Test
    void thePortionThatLeavesGrowsByThoseBehindIt() {
        write(4000);
        write(6000);
        queue.grow(1, 5000);
        assertThat(queue.firstBytes(1)).isEqualTo(5000);
        assertThat(queue.portions()).isEqualTo(3);
        queue.grow(1, 9000);
        assertThat(queue.firstBytes(1)).isEqualTo(9000);
        assertThat(queue.portions()).isEqualTo(2);
        queue.grow(1, 20_000);
        assertThat(queue.firstBytes(1)).isEqualTo(10_000);
        assertThat(queue.portions()).isEqualTo(1);
    }

    @Test
    void whatIsSentLeavesIt() {
        write(10_000);
        queue.sent(2001);
        assertThat(queue.firstBytes(2001)).isEqualTo(2000);
        queue.sent(10_002); // a FIN behind the data
        assertThat(queue.portions()).isZero();
    }
}
