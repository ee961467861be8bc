/**
 * The server of zones (RFC 1034 §4.3.2): zone text, the tree of names it describes, and the algorithm that answers from
 * it. It knows nothing but its zones and asks nobody.
 */
@NullMarked
package dev.netrarium.services.dns.authority;

import org.jspecify.annotations.NullMarked;
