/** The DHCP client (RFC 2131 §4.4) as a pure state machine, with the check that an address is free (RFC 5227). */
@NullMarked
package dev.netrarium.services.dhcp.client;

import org.jspecify.annotations.NullMarked;
