package dev.netrarium.stack.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Timer;
import dev.netrarium.stack.tcp.TcpConfig;
import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.time.Duration;

/** Two hosts on one link, as most tests on the rig want them. */
public final class RigPair {
    public final Rig rig;
    public final RigLink link;
    public final RigHost left;
    public final RigHost right;
    private final IpFamily family;
    private int nextPort = 80;

    public RigPair(long seed, IpFamily family, LinkConditions conditions) {
        this(seed, family, conditions, TcpConfig.linux());
    }

    public RigPair(long seed, IpFamily family, LinkConditions conditions, TcpConfig config) {
        this.family = family;
        rig = Rig.seeded(seed);
        link = rig.link(conditions);
        left = RigHost.at(rig, link.left(), "left", config, IpAddress.of("192.0.2.1"), IpAddress.of("2001:db8::1"));
        right = RigHost.at(rig, link.right(), "right", config, IpAddress.of("192.0.2.2"), IpAddress.of("2001:db8::2"));
    }

    /** Bytes from left to right. */
    public BulkTransfer transfer(long bytes, TcpSettings client, TcpSettings server) throws TcpException {
        return transfer(left, right, bytes, client, server);
    }

    public BulkTransfer transfer(RigHost from, RigHost to, long bytes, TcpSettings client, TcpSettings server)
            throws TcpException {
        Endpoint address = Endpoint.of(to.address(family), nextPort++);
        return BulkTransfer.start(rig, from, from.tcp(), to, to.tcp(), address, bytes, client, server, true);
    }

    /** Lets everything end, time-outs included, and asserts that nothing is left of it. */
    public void assertNothingIsLeft() {
        rig.runUntil(() -> false, Duration.ofHours(3));
        for (RigHost host : new RigHost[] {left, right}) {
            assertThat(host.tcp().sockets()).isEmpty();
            assertThat(host.tcp().bufferedBytes()).isZero();
            assertThat(host.tcp().orphanCount()).isZero();
            assertThat(host.tcp().timeWaitCount()).isZero();
            assertThat(host.nextTimeout()).isEqualTo(Timer.NEVER);
            assertThat(host.timers().size()).isZero();
            assertThat(host.work().isEmpty()).isTrue();
        }
        assertThat(rig.pool().outstanding()).as("packets that nobody released").isZero();
    }
}
