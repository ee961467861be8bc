package dev.netrarium.world;

import dev.netrarium.stack.NetInterface;

/** Where a node is plugged in: its interface, and the two directions of the wire behind it. */
public interface Port extends Conditioned<Port> {
    /** The node's interface. */
    NetInterface networkInterface();

    /** The node. */
    Node node();

    /** The wire away from the node: to a switch, or to the node at the other end of a cable. */
    Direction outward();

    /** The wire to the node. */
    Direction inward();
}
