/** The YAML form of a world. */
@NullMarked
package dev.netrarium.scenario;

import org.jspecify.annotations.NullMarked;
