/** An HTTP server: what it asks of a handler, and one connection as a blocking driver. */
@NullMarked
package dev.netrarium.web.server;

import org.jspecify.annotations.NullMarked;
