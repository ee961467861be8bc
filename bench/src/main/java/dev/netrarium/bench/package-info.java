/**
 * Benchmarks: each is a class with a {@code run} that answers a {@link dev.netrarium.bench.Result}. Figures are CPU time
 * of the thread that does the work, so that a busy machine disturbs them least; nothing here asserts them.
 */
@NullMarked
package dev.netrarium.bench;

import org.jspecify.annotations.NullMarked;
