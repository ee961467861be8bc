/**
 * Blocking sockets on a host, for programs that know Netrarium: {@link dev.netrarium.stack.sockets.HostSockets} opens
 * them. Any thread may use any of them; errors carry the kernel's texts.
 */
@NullMarked
package dev.netrarium.stack.sockets;

import org.jspecify.annotations.NullMarked;
