/** Blocking sockets on a host, for programs that know Netrarium. */
@NullMarked
package dev.netrarium.stack.sockets;

import org.jspecify.annotations.NullMarked;
