package dev.netrarium.stack;

import dev.netrarium.stack.SmallWorld.Wire;

/** Two hosts with two routers between them: left, r1, r2, right, on three wires, in both families. */
final class Chain {
    final Host left;
    final Host r1;
    final Host r2;
    final Host right;
    final NetInterface[] interfaces = new NetInterface[6];
    final Wire[] wires;

    Chain(SmallWorld world) {
        this(world, 1500);
    }

    /**
     * @param middleMtu of the wire between the routers
     */
    Chain(SmallWorld world, int middleMtu) {
        wires = new Wire[] {world.wire(), world.wire(), world.wire()};
        left = world.host("left");
        r1 = world.router("r1");
        r2 = world.router("r2");
        right = world.host("right");
        interfaces[0] = world.join(left, wires[0], "10.0.1.2/24", "2001:db8:1::2/64");
        interfaces[1] = world.join(r1, wires[0], "10.0.1.1/24", "2001:db8:1::1/64");
        interfaces[2] = world.join(r1, wires[1], middleMtu, "10.0.2.1/24", "2001:db8:2::1/64");
        interfaces[3] = world.join(r2, wires[1], middleMtu, "10.0.2.2/24", "2001:db8:2::2/64");
        interfaces[4] = world.join(r2, wires[2], "10.0.3.1/24", "2001:db8:3::1/64");
        interfaces[5] = world.join(right, wires[2], "10.0.3.2/24", "2001:db8:3::2/64");
        SmallWorld.route(left, "0.0.0.0/0", "10.0.1.1");
        SmallWorld.route(left, "::/0", "2001:db8:1::1");
        SmallWorld.route(right, "0.0.0.0/0", "10.0.3.1");
        SmallWorld.route(right, "::/0", "2001:db8:3::1");
        SmallWorld.route(r1, "10.0.3.0/24", "10.0.2.2");
        SmallWorld.route(r1, "2001:db8:3::/64", "2001:db8:2::2");
        SmallWorld.route(r2, "10.0.1.0/24", "10.0.2.1");
        SmallWorld.route(r2, "2001:db8:1::/64", "2001:db8:2::1");
    }
}
