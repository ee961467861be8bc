/** Packets as scripts write them and as the host sends them: built, mapped, compared. */
@NullMarked
package dev.netrarium.drill.packet;

import org.jspecify.annotations.NullMarked;
