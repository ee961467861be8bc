package dev.netrarium.world;

import dev.netrarium.stack.LinkPort;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Packet;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node's end of a wire: what its interface sees as a port, and what the wire sees as an end. */
final class HostPort implements Port, LinkPort, FrameSink, FrameSource {
    private final Node node;
    private final HostTurn turn;
    private @Nullable NetInterface networkInterface;
    private @Nullable Direction outward;
    private @Nullable Direction inward;

    HostPort(Node node, HostTurn turn) {
        this.node = node;
        this.turn = turn;
    }

    void plug(Direction out, Direction in) {
        outward = out;
        inward = in;
    }

    @Override
    public void attached(NetInterface to) {
        networkInterface = to;
    }

    @Override
    public NetInterface networkInterface() {
        return Objects.requireNonNull(networkInterface, "the port is not plugged in yet");
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public Direction outward() {
        return Objects.requireNonNull(outward, "the port is not plugged in yet");
    }

    @Override
    public Direction inward() {
        return Objects.requireNonNull(inward, "the port is not plugged in yet");
    }

    @Override
    public Port change(Consumer<Conditions.Change> change) {
        outward().change(change);
        inward().change(change);
        return this;
    }

    @Override
    public boolean transmit(long now, Packet frame) {
        Direction out = outward;
        if (out == null) {
            frame.release();
            return true;
        }
        return out.transmit(now, frame);
    }

    @Override
    public void deliver(long now, Packet frame) {
        arrive(frame);
        networkInterface().receive(now, frame);
        turn.finish(now);
    }

    @Override
    public void wireReady(long now) {
        networkInterface().portReady(now);
        turn.finish(now);
    }

    /** What one host knew about a packet is nothing that the next one may know; its identity and cause stay. */
    private static void arrive(Packet frame) {
        frame.network = -1;
        frame.transport = -1;
        frame.ingress = null;
        frame.mark = 0;
        frame.flow = null;
        frame.sender = null;
        frame.checksum = Packet.ChecksumState.NONE;
    }

    @Override
    public String toString() {
        NetInterface mine = networkInterface;
        return mine == null ? node.name() : node.name() + ":" + mine.name();
    }
}
