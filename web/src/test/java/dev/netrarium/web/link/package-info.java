/** Byte links in memory with a virtual clock, for the tests of this module. */
@NullMarked
package dev.netrarium.web.link;

import org.jspecify.annotations.NullMarked;
