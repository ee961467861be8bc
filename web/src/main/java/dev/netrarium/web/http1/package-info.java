/** HTTP/1.1 on the wire (RFC 9112) as pure codecs: bytes and events in, events and bytes out. No sockets, threads or clocks. */
@NullMarked
package dev.netrarium.web.http1;

import org.jspecify.annotations.NullMarked;
