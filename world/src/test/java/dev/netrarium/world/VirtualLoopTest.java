package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.netrarium.stack.Timer;
import dev.netrarium.stack.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who runs when, and when time moves. */
@Timeout(30)
class VirtualLoopTest {
    /** A mailbox in the world's time, on nothing but the loop. */
    private static final class Mailbox {
        private final World world;
        private final ArrayDeque<String> letters = new ArrayDeque<>();
        private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();

        Mailbox(World world) {
            this.world = world;
        }

        void put(String letter) {
            world.loop().enter();
            try {
                letters.add(letter);
                Waiter first = waiters.poll();
                if (first != null) {
                    first.signal();
                }
            } finally {
                world.loop().leave();
            }
        }

        String take() throws InterruptedException {
            world.loop().enter();
            try {
                while (letters.isEmpty()) {
                    Waiter waiter = new Waiter();
                    waiters.add(waiter);
                    world.loop().await(waiter, Timer.NEVER);
                }
                return letters.poll();
            } finally {
                world.loop().leave();
            }
        }
    }

    /** Real time passes, as on a busy machine. */
    private static void dawdle() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void timePassesOnlyInBlockingCalls() throws Exception {
        try (World world = World.seeded(1)) {
            dawdle();
            assertThat(world.now()).isZero();
            world.run(Duration.ofHours(3));
            assertThat(world.now()).isEqualTo(Duration.ofHours(3).toNanos());
        }
    }

    @Test
    void programsRunOneAtATimeInTheOrderOfTheirWaking() throws Exception {
        List<String> log = new ArrayList<>();
        AtomicBoolean busy = new AtomicBoolean();
        try (World world = World.seeded(1)) {
            Node host = world.host("h");
            for (String name : List.of("a", "b", "c")) {
                host.start(name, context -> {
                    for (int i = 1; i <= 3; i++) {
                        assertThat(busy.getAndSet(true)).isFalse();
                        log.add(name + i + "@" + context.now());
                        dawdle();
                        busy.set(false);
                        context.sleep(Duration.ofNanos(name.equals("b") ? 15 : 10));
                    }
                });
            }
            assertThat(log).isEmpty(); // we have not blocked yet
            world.run(Duration.ofSeconds(1));
        }
        assertThat(log).containsExactly("a1@0", "b1@0", "c1@0", "a2@10", "c2@10", "b2@15", "a3@20", "c3@20", "b3@30");
    }

    @Test
    void hundredProgramsThatWriteToEachOtherRunTheSameWayHoweverSlowTheMachineIs() throws Exception {
        assertThat(letters(false)).isEqualTo(letters(true));
    }

    private static List<String> letters(boolean slow) throws InterruptedException {
        List<String> log = new ArrayList<>();
        try (World world = World.seeded(9)) {
            Node host = world.host("h");
            List<Mailbox> boxes = new ArrayList<>();
            List<RunningProgram> programs = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                boxes.add(new Mailbox(world));
            }
            for (int i = 0; i < 100; i++) {
                int me = i;
                programs.add(host.start("p" + i, context -> {
                    for (int round = 0; round < 5; round++) {
                        boxes.get((me * 37 + round) % 100).put("from " + me);
                        if (slow && me % 10 == 0) {
                            dawdle();
                        }
                        log.add(me + ": " + boxes.get((me * 37 + round) % 100).take() + " @" + context.now());
                        context.sleep(Duration.ofNanos(me * 13 % 7));
                    }
                }));
            }
            for (RunningProgram program : programs) {
                program.join();
            }
            log.add("end @" + world.now());
        }
        return log;
    }

    @Test
    void aProgramMayStartOthersAndWaitForThem() throws Exception {
        List<String> log = new ArrayList<>();
        try (World world = World.seeded(1)) {
            RunningProgram parent = world.host("h").start("parent", context -> {
                RunningProgram child = context.start("child", c -> {
                    c.sleep(Duration.ofSeconds(2));
                    log.add("child");
                });
                assertThat(child.join(Duration.ofSeconds(1))).isFalse();
                assertThat(child.isRunning()).isTrue();
                child.join();
                log.add("parent");
            });
            parent.join();
            assertThat(world.now()).isEqualTo(2_000_000_000L);
        }
        assertThat(log).containsExactly("child", "parent");
    }

    @Test
    void whereNothingIsLeftToHappenEverybodyWhoWaitsIsNamed() {
        try (World world = World.seeded(1)) {
            Mailbox never = new Mailbox(world);
            RunningProgram waiting = world.host("web").start("echo", context -> never.take());

            assertThatThrownBy(waiting::join)
                    .isInstanceOf(DeadlockException.class)
                    .hasMessageContaining("nothing is left to happen")
                    .hasMessageContaining(
                            "echo on web waits in VirtualLoop.await, called at VirtualLoopTest$Mailbox.take")
                    .hasMessageContaining("main waits in ProgramThread.join, called at");
        }
    }

    @Test
    void aProgramThatBlocksElsewhereIsNamedAndInterrupted() {
        CountDownLatch never = new CountDownLatch(1);
        World world = World.seeded(1, WorldSettings.DEFAULT.withPatience(Duration.ofMillis(200)));
        world.host("web").start("stuck", context -> never.await());

        assertThatThrownBy(() -> world.run(Duration.ofSeconds(1)))
                .isInstanceOf(ProgramBlockedException.class)
                .hasMessageContaining("program stuck on web has the turn and blocks outside of the world's calls")
                .hasMessageContaining("CountDownLatch.await, called at VirtualLoopTest");
        assertThatThrownBy(world::close).isInstanceOf(WorldException.class);
    }

    @Test
    void theFirstProgramIsToldTooWhenItBlocksElsewhere() {
        CountDownLatch done = new CountDownLatch(1);
        World world = World.seeded(1, WorldSettings.DEFAULT.withPatience(Duration.ofMillis(200)));
        world.host("web").start("worker", context -> {
            context.sleep(Duration.ofSeconds(1));
            done.countDown();
        });
        world.host("web2").start("other", context -> context.sleep(Duration.ofSeconds(1)));

        assertThatThrownBy(done::await).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(world::close)
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("main has the turn and blocks outside of the world's calls");
    }

    @Test
    void whatProgramsThrowIsReported() throws Exception {
        World world = World.seeded(1);
        RunningProgram failing = world.host("web").start("bad", context -> {
            throw new IOException("no luck");
        });
        world.host("user").start("worse", context -> {
            throw new AssertionError("not equal");
        });
        world.run(Duration.ofSeconds(1));

        assertThat(failing.failure()).isInstanceOf(IOException.class);
        assertThat(failing.isRunning()).isFalse();
        Throwable thrown = catchThrowable(world::check);
        assertThat(thrown)
                .isInstanceOf(ProgramFailedException.class)
                .hasMessage("program bad on web failed: java.io.IOException: no luck");
        assertThat(thrown.getSuppressed()).hasSize(1);
        world.close(); // reported once
    }

    @Test
    void closingReportsTooAndEndsEverybody() throws Exception {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        World world = World.seeded(1);
        Mailbox never = new Mailbox(world);
        RunningProgram polite = world.host("a").start("polite", context -> {
            try {
                never.take();
            } finally {
                log.add("cleaned up");
            }
        });
        RunningProgram neverRan = world.host("b").start("late", context -> log.add("ran"));
        RunningProgram bad = world.host("c").start("bad", context -> {
            throw new IllegalStateException("oh");
        });
        world.run(Duration.ofSeconds(1));
        RunningProgram unstarted = world.host("d").start("unstarted", context -> log.add("must not run"));

        assertThatThrownBy(world::close).hasMessageContaining("program bad on c failed");
        assertThat(log).containsExactly("ran", "cleaned up");
        assertThat(List.of(polite, neverRan, bad, unstarted)).noneMatch(RunningProgram::isRunning);
        assertThat(polite.failure()).isNull();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("netrarium-"));
    }

    @Test
    void aProgramThatDoesNotEndWhenAskedIsNamedByClose() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        World world = World.seeded(1, WorldSettings.DEFAULT.withPatience(Duration.ofMillis(300)));
        world.host("a").start("stubborn", context -> {
            assertThatThrownBy(() -> context.sleep(Duration.ofHours(1))).isInstanceOf(InterruptedException.class);
            while (!enough.get()) {
                Thread.onSpinWait();
            }
        });
        world.run(Duration.ofSeconds(1));

        assertThatThrownBy(world::close)
                .isInstanceOf(ProgramBlockedException.class)
                .hasMessageContaining("stubborn on a");
        enough.set(true);
    }

    @Test
    void anInterruptEndsABlockingCall() throws Exception {
        List<String> log = new ArrayList<>();
        try (World world = World.seeded(1)) {
            RunningProgram sleeper = world.host("a").start("sleeper", context -> {
                try {
                    context.sleep(Duration.ofHours(1));
                } catch (InterruptedException e) {
                    log.add("interrupted @" + context.now());
                    throw e;
                }
            });
            world.run(Duration.ofSeconds(1));
            sleeper.interrupt();
            sleeper.join();
            assertThat(sleeper.failure()).isNull(); // it was asked to
            assertThat(world.now()).isEqualTo(1_000_000_000L);
        }
        assertThat(log).containsExactly("interrupted @1000000000");
    }

    @Test
    void plannedActionsHappenAtTheirTimeInTheOrderOfPlanning() throws Exception {
        List<String> log = new ArrayList<>();
        try (World world = World.seeded(1)) {
            world.at(Duration.ofSeconds(2), () -> log.add("second @" + world.now()));
            world.at(Duration.ofSeconds(1), () -> log.add("first @" + world.now()));
            world.at(Duration.ofSeconds(2), () -> log.add("third @" + world.now()));
            world.run(Duration.ofSeconds(2));

            assertThat(log).containsExactly("first @1000000000", "second @2000000000", "third @2000000000");
            assertThatThrownBy(() -> world.at(Duration.ofSeconds(1), () -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has passed");
        }
    }

    @Test
    void whatAPlannedActionThrowsEndsTheRunAndIsNotLost() {
        World world = World.seeded(1);
        world.at(Duration.ofSeconds(1), () -> {
            throw new IllegalStateException("boom");
        });

        assertThatThrownBy(() -> world.run(Duration.ofSeconds(2)))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("boom");
        assertThatThrownBy(world::close).hasMessageContaining("boom");
    }

    @Test
    void aWorldWithNothingToDoIsIdle() throws Exception {
        try (World world = World.seeded(1)) {
            world.at(Duration.ofSeconds(2), () -> {});
            world.host("h").start("sleeper", context -> context.sleep(Duration.ofSeconds(3)));

            assertThat(world.runUntilIdle(Duration.ofSeconds(1))).isFalse();
            assertThat(world.now()).isEqualTo(1_000_000_000L);
            assertThat(world.runUntilIdle(Duration.ofDays(1))).isTrue();
            assertThat(world.now()).isEqualTo(3_000_000_000L);
        }
    }

    @Test
    void guestsMayBlockWhileTheProgramThatWaitsForThemIsElsewhere() throws Exception {
        // As a client library does: a pool's thread makes the call, ours waits for it in a queue of the JDK's.
        try (World world = World.seeded(1)) {
            Mailbox box = new Mailbox(world);
            world.host("server").start("writer", context -> {
                for (int i = 0; i < 5; i++) {
                    context.sleep(Duration.ofMillis(100));
                    box.put("letter " + i);
                }
            });
            ExecutorService pool = Executors.newFixedThreadPool(2);
            try {
                LinkedBlockingQueue<String> results = new LinkedBlockingQueue<>();
                List<String> got = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    pool.execute(() -> {
                        try {
                            results.add(box.take() + " @" + world.now());
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    got.add(results.poll(20, TimeUnit.SECONDS));
                }
                assertThat(got)
                        .containsExactly(
                                "letter 0 @100000000",
                                "letter 1 @200000000",
                                "letter 2 @300000000",
                                "letter 3 @400000000",
                                "letter 4 @500000000");
            } finally {
                pool.shutdownNow();
            }
        }
    }

    @Test
    void theClockStandsStillWhileAGuestComputes() throws Exception {
        try (World world = World.seeded(1)) {
            Mailbox box = new Mailbox(world);
            List<Long> times = Collections.synchronizedList(new ArrayList<>());
            Thread guest = new Thread(() -> {
                try {
                    for (int i = 0; i < 3; i++) {
                        box.take();
                        long until = System.nanoTime() + 20_000_000;
                        while (System.nanoTime() < until) {
                            Thread.onSpinWait();
                        }
                        times.add(world.now());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            world.host("h").start("writer", context -> {
                for (int i = 0; i < 3; i++) {
                    context.sleep(Duration.ofSeconds(1));
                    box.put("x");
                }
            });
            guest.start();
            while (guest.getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
            world.run(Duration.ofSeconds(60));
            guest.join();

            assertThat(times).containsExactly(1_000_000_000L, 2_000_000_000L, 3_000_000_000L);
            assertThat(world.now()).isEqualTo(60_000_000_000L);
        }
    }

    @Test
    void aClosedWorldSaysSo() {
        World world = World.seeded(1);
        world.close();

        assertThatThrownBy(() -> world.run(Duration.ofSeconds(1)))
                .isInstanceOf(WorldException.class)
                .hasMessage("the world is closed");
        world.close(); // a second time is nothing
    }
}
