/** Runs packetdrill scripts: the executor, the socket calls, the profile, and the verdicts. */
@NullMarked
package dev.netrarium.drill;

import org.jspecify.annotations.NullMarked;
