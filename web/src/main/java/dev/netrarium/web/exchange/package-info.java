/** What the drivers of client and server share. Not exported. */
@NullMarked
package dev.netrarium.web.exchange;

import org.jspecify.annotations.NullMarked;
