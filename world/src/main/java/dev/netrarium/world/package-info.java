/** Many hosts, links with faults, switches, a clock and a seed. */
@NullMarked
package dev.netrarium.world;

import org.jspecify.annotations.NullMarked;
