/**
 * Worlds for JUnit tests: a test method asks for a {@link dev.netrarium.world.World}, hosts and sockets as parameters,
 * and gets them from {@link dev.netrarium.junit.NetrariumTest}.
 */
@NullMarked
package dev.netrarium.junit;

import org.jspecify.annotations.NullMarked;
