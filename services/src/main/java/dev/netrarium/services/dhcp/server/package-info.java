/** The DHCP server (RFC 2131 §4.3) as a pure state machine: subnets, bindings, and the log that outlives it. */
@NullMarked
package dev.netrarium.services.dhcp.server;

import org.jspecify.annotations.NullMarked;
