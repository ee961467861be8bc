/**
 * DNS messages (RFC 1035, 3597, 6891): names, records, the wire form with its compression, framing over TCP, and the
 * text that {@code dig} prints. Values and pure functions only; servers and resolvers live in the packages below.
 */
@NullMarked
package dev.netrarium.services.dns;

import org.jspecify.annotations.NullMarked;
