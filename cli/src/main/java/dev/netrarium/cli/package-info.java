/** The netrarium command. */
@NullMarked
package dev.netrarium.cli;

import org.jspecify.annotations.NullMarked;
