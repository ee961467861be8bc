/**
 * What scripts are run against: a {@link dev.netrarium.drill.system.SystemUnderTest} that takes packets and
 * {@link dev.netrarium.drill.system.SystemCall}s and has a clock. A host of ours in virtual time is one, Linux in real
 * time is another.
 */
@NullMarked
package dev.netrarium.drill.system;

import org.jspecify.annotations.NullMarked;
