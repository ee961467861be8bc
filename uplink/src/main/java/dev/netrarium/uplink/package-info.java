/** The real network: TUN/TAP by the foreign-function API. */
@NullMarked
package dev.netrarium.uplink;

import org.jspecify.annotations.NullMarked;
