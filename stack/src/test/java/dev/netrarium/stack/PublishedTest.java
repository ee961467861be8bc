package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What programs show of themselves, and what interfaces tell of theirs. */
class PublishedTest {
    private final Host host = new Host("host", 1, new PacketPool());

    @Test
    void programsShowWhatTheyHoldForAsLongAsTheyRun() {
        host.published().add("leases");
        host.published().add(7);
        assertThat(host.published().of(String.class)).containsExactly("leases");
        host.published().remove("leases");
        assertThat(host.published().of(Object.class)).containsExactly(7);
    }

    @Test
    void anInterfaceThatGoesDownAndUpWakesWhoWaitsForIt() {
        NetInterface lo = host.loopback();
        Waiter waiter = new Waiter();
        lo.state().add(waiter, Readiness.WRITABLE);
        assertThat(lo.state().bits()).isEqualTo(Readiness.WRITABLE);
        lo.down(1);
        assertThat(waiter.consumeSignal()).isTrue();
        assertThat(lo.state().bits()).isEqualTo(Readiness.HANG_UP);
        lo.up(2);
        assertThat(waiter.consumeSignal()).isTrue();
    }
}
