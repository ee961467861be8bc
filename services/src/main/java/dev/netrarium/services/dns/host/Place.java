package dev.netrarium.services.dns.host;

import dev.netrarium.stack.Loop;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.stack.tcp.Tcp;
import dev.netrarium.stack.udp.Udp;

/**
 * What the drivers need of a host.
 *
 * @param poke tells the loop that the host has work: follows every command
 */
record Place(Loop loop, Udp udp, Tcp tcp, Runnable poke) {
    static Place of(HostSockets sockets) {
        return new Place(
                sockets.loop(),
                sockets.host().udp(),
                sockets.host().tcp(),
                () -> sockets.loop().poke(sockets.host()));
    }
}
