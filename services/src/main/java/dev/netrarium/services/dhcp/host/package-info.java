/** DHCP client, server and relay agent on a host: what puts the state machines onto interfaces and sockets. */
@NullMarked
package dev.netrarium.services.dhcp.host;

import org.jspecify.annotations.NullMarked;
