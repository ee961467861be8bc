package dev.netrarium.stack.sockets;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.LinkPort;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.PacketPool;
import dev.netrarium.wire.InterfaceAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Two hosts, left and right, with IPv4 and IPv6 addresses, on a point-to-point link with a delay and, on demand, loss. */
public final class TestCable {
    public final TestLoop loop = new TestLoop();
    public final PacketPool pool = new PacketPool();
    public final Host left = new Host("left", 1, pool);
    public final Host right = new Host("right", 1, pool);
    public final HostSockets leftSockets = new HostSockets(left, loop);
    public final HostSockets rightSockets = new HostSockets(right, loop);

    /** Packets for which this is true are lost. */
    public Predicate<Packet> loses = packet -> false;

    public TestCable(Duration delay) {
        join(left, List.of("192.0.2.1/24", "2001:db8::1/64"), right, List.of("192.0.2.2/24", "2001:db8::2/64"), delay);
        loop.add(left);
        loop.add(right);
    }

    /** Joins two hosts by one more link. */
    public void join(Host a, List<String> addressesOfA, Host b, List<String> addressesOfB, Duration delay) {
        End atA = new End(delay.toNanos());
        End atB = new End(delay.toNanos());
        NetInterface ofA = a.addPointToPoint("p" + a.interfaces().size(), 1500, atA);
        NetInterface ofB = b.addPointToPoint("p" + b.interfaces().size(), 1500, atB);
        atA.other = ofB;
        atB.other = ofA;
        addressesOfA.forEach(text -> ofA.add(0, InterfaceAddress.of(text)));
        addressesOfB.forEach(text -> ofB.add(0, InterfaceAddress.of(text)));
    }

    private final class End implements LinkPort {
        private final long delayNanos;

        @Nullable NetInterface other;

        End(long delayNanos) {
            this.delayNanos = delayNanos;
        }

        @Override
        public boolean transmit(long now, Packet packet) {
            if (loses.test(packet)) {
                packet.release();
                return true;
            }
            Packet copy = packet.copy();
            packet.release();
            loop.at(now + delayNanos, () -> Objects.requireNonNull(other).receive(loop.now(), copy));
            return true;
        }
    }
}
