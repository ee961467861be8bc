/** The packetdrill language: text to events. */
@NullMarked
package dev.netrarium.drill.script;

import org.jspecify.annotations.NullMarked;
