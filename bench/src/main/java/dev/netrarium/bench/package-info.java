/** Side-by-side benchmarks. */
@NullMarked
package dev.netrarium.bench;

import org.jspecify.annotations.NullMarked;
