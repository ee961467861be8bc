/** The JDK's socket faces over a Netrarium host. */
@NullMarked
package dev.netrarium.sockets;

import org.jspecify.annotations.NullMarked;
