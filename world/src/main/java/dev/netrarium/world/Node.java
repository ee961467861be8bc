package dev.netrarium.world;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.Resolver;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.util.List;
import java.util.Map;

/** A host at its place in the world. */
public final class Node {
    public String name() {
        throw new UnsupportedOperationException();
    }

    public World world() {
        throw new UnsupportedOperationException();
    }

    public Host host() {
        throw new UnsupportedOperationException();
    }

    /** True when it was made by {@link World#router}: it forwards. */
    public boolean isRouter() {
        throw new UnsupportedOperationException();
    }

    /** The host's blocking sockets, for its programs and for the thread that made the world. */
    public HostSockets sockets() {
        throw new UnsupportedOperationException();
    }

    /** How names become addresses here; until set, by the names of the world's hosts. */
    public Resolver resolver() {
        throw new UnsupportedOperationException();
    }

    public Node resolver(Resolver resolver) {
        throw new UnsupportedOperationException();
    }

    /** Plugs into a LAN; the next free address of each of its prefixes is taken. */
    public Node join(Lan lan) {
        throw new UnsupportedOperationException();
    }

    /** Plugs into a LAN with these addresses: {@code "192.0.2.80/24"}, {@code "2001:db8::80/64"}. */
    public Node join(Lan lan, String... addresses) {
        throw new UnsupportedOperationException();
    }

    /** Its interfaces' ports in the order of plugging in. */
    public List<Port> ports() {
        throw new UnsupportedOperationException();
    }

    /** The port on that LAN. */
    public Port port(Lan lan) {
        throw new UnsupportedOperationException();
    }

    /** Its first address of that family on a wire (link-local ones not counted). */
    public IpAddress address(IpFamily family) {
        throw new UnsupportedOperationException();
    }

    /** Its first address: IPv4 if it has one. */
    public IpAddress address() {
        throw new UnsupportedOperationException();
    }

    /** Adds a route: destination {@code "default"}, a prefix or an address; {@code via} is the next hop. */
    public Node route(String destination, String via) {
        throw new UnsupportedOperationException();
    }

    /** Starts a program on this host. */
    public RunningProgram start(String name, Program program) {
        throw new UnsupportedOperationException();
    }

    /** Starts the program that a {@link ProgramProvider} offers under the name. */
    public RunningProgram start(String providerName, Map<String, String> options) {
        throw new UnsupportedOperationException();
    }

    /** The programs started here, in order, those that have ended included. */
    public List<RunningProgram> programs() {
        throw new UnsupportedOperationException();
    }
}
