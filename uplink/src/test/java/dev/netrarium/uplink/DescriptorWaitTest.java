package dev.netrarium.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.Timer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How a loop waits for kernel descriptors, seen without any device: no rights are needed. */
@EnabledOnOs(OS.LINUX)
@Timeout(30)
class DescriptorWaitTest {
    @Test
    void itWaitsForTheTimeItIsTold() throws Exception {
        try (DescriptorWait wait = new DescriptorWait()) {
            long before = System.nanoTime();
            wait.await(3_000_000);
            assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(3_000_000);
        }
    }

    @Test
    void aWakeUpBeforeTheWaitEndsIt() throws Exception {
        try (DescriptorWait wait = new DescriptorWait()) {
            wait.wake();
            wait.wake(); // once is enough, and twice is no more
            wait.await(Timer.NEVER);

            long before = System.nanoTime();
            wait.await(2_000_000);
            assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(2_000_000);
        }
    }

    @Test
    void anotherThreadWakesItAsOftenAsItLikes() throws Exception {
        try (DescriptorWait wait = new DescriptorWait()) {
            AtomicBoolean done = new AtomicBoolean();
            Thread waker = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 10_000; i++) {
                    wait.wake();
                }
                done.set(true);
                wait.wake();
            });
            while (!done.get()) {
                wait.await(Timer.NEVER); // a wake-up that got lost would hang here
            }
            waker.join();
        }
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        try (DescriptorWait wait = new DescriptorWait()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> wait.await(Timer.NEVER)).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void wakingAClosedOneDoesNothing() throws Exception {
        DescriptorWait wait = new DescriptorWait();
        wait.close();
        wait.wake();
        wait.close();
        CountDownLatch woken = new CountDownLatch(1);
        Thread.ofPlatform().start(() -> {
            wait.wake();
            woken.countDown();
        });
        woken.await();
    }
}
