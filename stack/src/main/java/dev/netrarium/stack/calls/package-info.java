/**
 * Socket calls as Linux has them: integer descriptors, flags, negative errno numbers, poll. Nothing here blocks. For
 * what must behave like the kernel's system calls to the letter: script runners and channel faces; programs are better
 * served by {@link dev.netrarium.stack.sockets}.
 */
@NullMarked
package dev.netrarium.stack.calls;

import org.jspecify.annotations.NullMarked;
