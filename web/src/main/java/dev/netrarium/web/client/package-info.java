/** An HTTP client: one connection as a blocking driver, and a client that opens, keeps and reuses connections. */
@NullMarked
package dev.netrarium.web.client;

import org.jspecify.annotations.NullMarked;
