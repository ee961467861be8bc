/** DHCPv6 client and server on a host. */
@NullMarked
package dev.netrarium.services.dhcpv6.host;

import org.jspecify.annotations.NullMarked;
