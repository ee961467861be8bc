/** The programs that hosts of the default world run, each offered to scenarios under a name. */
@NullMarked
package dev.netrarium.internet.programs;

import org.jspecify.annotations.NullMarked;
