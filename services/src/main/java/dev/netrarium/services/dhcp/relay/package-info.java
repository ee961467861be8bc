/** The DHCP relay agent (RFC 1542 §4, RFC 3046) as a pure function of messages. */
@NullMarked
package dev.netrarium.services.dhcp.relay;

import org.jspecify.annotations.NullMarked;
