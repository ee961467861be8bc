/** UDP of one host. */
@NullMarked
package dev.netrarium.stack.udp;

import org.jspecify.annotations.NullMarked;
