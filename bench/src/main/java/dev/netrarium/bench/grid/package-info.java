/** Goodput beside Linux's, over the same emulated path: us to Linux, Linux to us, Linux to Linux. */
@NullMarked
package dev.netrarium.bench.grid;

import org.jspecify.annotations.NullMarked;
