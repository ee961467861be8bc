/**
 * The Linux kernel and real programs against us, over a TAP device. Each test has a network namespace of its own. They
 * need root and Debian's curl, nginx-light, iputils-ping, traceroute, tshark and iproute2; see {@link Lacking}.
 */
@NullMarked
package dev.netrarium.cli.interop;

import org.jspecify.annotations.NullMarked;
