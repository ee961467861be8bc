/** The JUnit extension. */
@NullMarked
package dev.netrarium.junit;

import org.jspecify.annotations.NullMarked;
