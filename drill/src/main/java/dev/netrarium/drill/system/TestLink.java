package dev.netrarium.drill.system;

import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;

/**
 * The one link of a system under test: a point-to-point interface called {@code tun0}, over which all routes lead.
 *
 * @param local the system's address and the prefix of its network
 * @param remote who is at the other end, or beyond it
 */
public record TestLink(int mtuBytes, InterfaceAddress local, IpAddress remote) {}
