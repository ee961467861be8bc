package dev.netrarium.stack.sockets;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.LinkPort;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.PacketPool;
import dev.netrarium.wire.InterfaceAddress;
import java.time.Duration;
import java.util.function.Predicate;

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

    private final long delayNanos;

    public TestCable(Duration delay) {
        delayNanos = delay.toNanos();
        End toRight = new End();
        End toLeft = new End();
        toLeft.peer = left.addPointToPoint("p0", 1500, toRight);
        toRight.peer = right.addPointToPoint("p0", 1500, toLeft);
        toLeft.peer.add(0, InterfaceAddress.of("192.0.2.1/24"));
        toLeft.peer.add(0, InterfaceAddress.of("2001:db8::1/64"));
        toRight.peer.add(0, InterfaceAddress.of("192.0.2.2/24"));
        toRight.peer.add(0, InterfaceAddress.of("2001:db8::2/64"));
        loop.add(left);
        loop.add(right);
    }

    private final class End implements LinkPort {
        NetInterface peer;

        @Override
        public boolean transmit(long now, Packet packet) {
            if (loses.test(packet)) {
                packet.release();
                return true;
            }
            Packet copy = packet.copy();
            packet.release();
            loop.at(now + delayNanos, () -> peer.receive(loop.now(), copy));
            return true;
        }
    }
}
