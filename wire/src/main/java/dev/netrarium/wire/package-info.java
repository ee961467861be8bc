/** The formats of layers 2 to 4: addresses, checksums, headers, captures, dissection. */
@NullMarked
package dev.netrarium.wire;

import org.jspecify.annotations.NullMarked;
