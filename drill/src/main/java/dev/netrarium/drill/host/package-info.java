/** A host of ours as the system under test, in virtual time. */
@NullMarked
package dev.netrarium.drill.host;

import org.jspecify.annotations.NullMarked;
