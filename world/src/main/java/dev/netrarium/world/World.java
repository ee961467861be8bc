package dev.netrarium.world;

import dev.netrarium.stack.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Many hosts, the wires between them, a clock and a seed. */
public final class World implements AutoCloseable {
    /** A world in virtual time, repeatable from its seed. The calling thread becomes its first program. */
    public static World seeded(long seed) {
        throw new UnsupportedOperationException();
    }

    /** A world in real time. */
    public static World live() {
        throw new UnsupportedOperationException();
    }

    /** A world in real time whose faults are drawn from this seed. */
    public static World live(long seed) {
        throw new UnsupportedOperationException();
    }

    public long seed() {
        throw new UnsupportedOperationException();
    }

    /** A LAN: {@code lan("192.0.2.0/24")} names itself lan1, lan2 …; {@code lan("home", "192.168.0.0/24")} is named. */
    public Lan lan(String nameOrPrefix, String... prefixes) {
        throw new UnsupportedOperationException();
    }

    public Node host(String name) {
        throw new UnsupportedOperationException();
    }

    /** A host that forwards, in both families. */
    public Node router(String name) {
        throw new UnsupportedOperationException();
    }

    /** A cable between two nodes; the addresses (comma-separated, may be "") are given to its ends. */
    public Link link(Node left, String leftAddresses, Node right, String rightAddresses) {
        throw new UnsupportedOperationException();
    }

    /** A cable between two nodes, without addresses. */
    public Link link(Node left, Node right) {
        return link(left, "", right, "");
    }

    public List<Node> nodes() {
        throw new UnsupportedOperationException();
    }

    public List<Lan> lans() {
        throw new UnsupportedOperationException();
    }

    public List<Link> links() {
        throw new UnsupportedOperationException();
    }

    /** The node of that name. */
    public Node node(String name) {
        throw new UnsupportedOperationException();
    }

    /** Lets time pass, with all that happens in it. */
    public void run(Duration duration) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /**
     * Lets time pass until nothing more would happen: no frame on a wire, no timer, no program that could go on.
     *
     * @return true when idle; false when {@code most} passed first
     */
    public boolean runUntilIdle(Duration most) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Does something at a time: cuts a cable, changes a loss. Runs with the baton held: must not block. */
    public World at(Duration sinceBeginning, Runnable action) {
        throw new UnsupportedOperationException();
    }

    /** Nanoseconds since the world began. */
    public long now() {
        throw new UnsupportedOperationException();
    }

    /** The calendar date at which the world began. */
    public Instant epoch() {
        throw new UnsupportedOperationException();
    }

    public Loop loop() {
        throw new UnsupportedOperationException();
    }

    /** Every frame that passes the LAN's switch, once. */
    public Capture capture(Lan lan) {
        throw new UnsupportedOperationException();
    }

    /** Every frame on the cable, both directions. */
    public Capture capture(Link link) {
        throw new UnsupportedOperationException();
    }

    /** Every frame in and out of the node's interface, as tcpdump on it would see. */
    public Capture capture(Port port) {
        throw new UnsupportedOperationException();
    }

    /** Records everything from now on, up to a million records. */
    public Trace trace() {
        throw new UnsupportedOperationException();
    }

    /** Tells a listener everything from now on, until the trace is closed. */
    public Trace trace(TraceListener listener) {
        throw new UnsupportedOperationException();
    }

    /**
     * SHA-256, as hex, over every frame put on a wire so far: the same for the same scenario and seed in every JVM,
     * traced or not.
     */
    public String traceHash() {
        throw new UnsupportedOperationException();
    }

    /** Throws what programs threw. */
    public void check() {
        throw new UnsupportedOperationException();
    }

    /** Ends all programs and the world; throws what programs threw. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
