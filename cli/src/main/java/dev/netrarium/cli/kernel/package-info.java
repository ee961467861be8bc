/**
 * The machine's own Linux kernel as a system under test: scripts that say what our hosts do are checked against the
 * system that our hosts follow. In real time, each run in a network namespace of its own.
 */
@NullMarked
package dev.netrarium.cli.kernel;

import org.jspecify.annotations.NullMarked;
