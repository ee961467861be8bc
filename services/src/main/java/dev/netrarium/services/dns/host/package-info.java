/**
 * DNS on a host: the programs that put the cores of this room onto the host's sockets. Each is one thread that waits
 * for all its sockets at once, in the loop's time.
 */
@NullMarked
package dev.netrarium.services.dns.host;

import org.jspecify.annotations.NullMarked;
