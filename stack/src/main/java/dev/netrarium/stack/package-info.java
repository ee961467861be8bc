/** One host of the TCP/IP suite as pure state machines. */
@NullMarked
package dev.netrarium.stack;

import org.jspecify.annotations.NullMarked;
