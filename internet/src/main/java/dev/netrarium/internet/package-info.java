/** The textbook's Internet, its programs, and the story of a URL. */
@NullMarked
package dev.netrarium.internet;

import org.jspecify.annotations.NullMarked;
